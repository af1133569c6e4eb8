/**
 * The bench, in one Node: `npm run bench` starts it.
 *
 *     --case medium,lstm    only the cases whose names begin so
 *     --peer shapefold,tfjs only peers whose names begin so; ours always runs
 *     --rounds 15           rounds a case
 *     --write               writes the report of such a part, too
 *     --clock cpu           time what is computed, not what passes: for a machine that others use
 *
 * A whole run (all cases, all peers) writes its report and charts to bench/results.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { backend } from '../dist/src/index.js'
import { type Case, caseGroups, cases, problemOf } from './cases.js'
import { chart } from './chart.js'
import { type Contender, type Peer, Unable } from './contender.js'
import { hosted } from './hosted.js'
import { loadReport } from './load.js'
import { difference, measure, medianOf } from './measure.js'
import { memoryReport } from './memory.js'
import { peaks } from './peak.js'
import { pytorchBlis, pytorchOpenblas } from './peers/pytorch.js'
import { report } from './report.js'
import { type CaseResult, compare } from './result.js'

/** Ours is the first: the others' results are compared with its. */
const shapefold = hosted('shapefold')
const others: readonly Peer[] = [
  pytorchOpenblas,
  pytorchBlis,
  ...['onnxruntime-node', 'onnxruntime-web', 'tfjs', 'jax-js'].map(hosted),
]

/** How far a result may be from ours, of the largest number. */
const tolerance = 1e-4

const { values: options } = parseArgs({
  options: {
    case: { type: 'string' },
    peer: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    clock: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const rounds = Number(options.rounds)
const writes = options.write || (options.case === undefined && options.peer === undefined)

const chosen = <T extends { readonly name: string }>(all: readonly T[], list: string | undefined): readonly T[] => {
  const wanted = list?.split(',') ?? ['']
  const unknown = wanted.find((start) => !all.some(({ name }) => name.startsWith(start)))
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${all.map(({ name }) => name).join(', ')}`)
  return all.filter(({ name }) => wanted.some((start) => name.startsWith(start)))
}

const runCase = async (one: Case, peers: readonly Peer[]): Promise<CaseResult> => {
  const problem = problemOf(one)
  const contenders: Contender[] = []
  const absent: CaseResult['absent'][number][] = []
  let want: Float32Array | undefined
  for (const peer of peers) {
    try {
      for (const contender of await peer.prepare(problem)) {
        const got = await contender.output()
        want ??= got.slice()
        const off = difference(got, want)
        if (!(off <= tolerance)) throw new Error(`${contender.name} is ${off} from ours in ${one.name}`)
        contenders.push(contender)
      }
    } catch (error) {
      if (!(error instanceof Unable)) throw error
      absent.push({ peer: peer.name, reason: error.message })
    }
  }
  const measured = await measure(contenders, peaks(), rounds)
  return { problem, measured, absent }
}

const tell = (result: CaseResult): void => {
  const native = compare(result, 'best native')
  console.log(
    `\n${result.problem.case.name}${native ? `: ${native.times.toFixed(2)} times as fast as ${native.name}` : ''}`,
  )
  for (const row of result.measured.rows) console.log(`  ${medianOf(row).toFixed(2).padStart(12)} µs  ${row.name}`)
  for (const { peer, reason } of result.absent) console.log(`  ${'not run'.padStart(15)}  ${peer}: ${reason}`)
}

const peers = [shapefold, ...chosen(others, options.peer)]
const results: CaseResult[] = []
console.log(`Node ${process.versions.node}, ${backend()}`)
for (const one of chosen(cases, options.case)) {
  const result = await runCase(one, peers)
  tell(result)
  results.push(result)
}
for (const { close } of peers) close?.()

if (writes) {
  const more = `${loadReport()}\n\n${memoryReport()}`
  const folder = new URL('results/', import.meta.url)
  mkdirSync(folder, { recursive: true })
  const name = `node-${process.versions.node.split('.')[0]}`
  const peak = backend() === 'wasm-fma' ? 'fma' : 'mul-add'
  const groups = caseGroups
    .map((group) => ({
      ...group,
      results: results.filter(({ problem }) => group.cases.includes(problem.case)),
      chart: `${name}-${group.name}.svg`,
    }))
    .filter((group) => group.results.length > 0)
  writeFileSync(new URL(`${name}.md`, folder), report({ groups, peers, peak, rounds, more }))
  const subtitle = `one layer unless said, arrays in, arrays out, one thread each; Node ${process.versions.node} (${backend()}), ${cpus()[0]?.model ?? ''}`
  for (const group of groups)
    writeFileSync(
      new URL(group.chart, folder),
      chart(group.results, `${group.title}: time against shapefold’s`, subtitle),
    )
  console.log(`\nbench/results/${name}.md and its charts are written`)
}
