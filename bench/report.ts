/** The report in Markdown. */
import { cpus } from 'node:os'
import { sizesOf } from './cases.js'
import { times } from './chart.js'
import { clock } from './clock.js'
import type { Peer } from './contender.js'
import { medianOf } from './measure.js'
import { ours } from './our-rows.js'
import { type CaseResult, caseOf, compare, rowOf, speedOf } from './result.js'
import { median, quantile } from './statistics.js'

/** Three digits that matter. */
const microseconds = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

const percent = (value: number): string => `${Math.round(100 * value)}%`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const summary = (results: readonly CaseResult[], peak: string): string =>
  table(
    [
      'case',
      'sizes',
      'shapefold, µs',
      'GF/s',
      `of the ${peak} peak`,
      'best native, µs',
      'which',
      'native',
      'onnxruntime-web',
      'tfjs',
    ],
    results.map((result) => {
      const own = rowOf(result, ours.bound)
      if (own === undefined) return [caseOf(result).name]
      const { gigaflops, ofPeak } = speedOf(result, own, peak)
      const native = compare(result, 'best native')
      const ratioOf = (group: 'best native' | 'onnxruntime-web' | 'tfjs'): string => {
        const found = compare(result, group)
        return found === undefined ? '' : `**${times(found.times)}×**`
      }
      return [
        caseOf(result).name,
        sizesOf(caseOf(result)),
        microseconds(medianOf(own)),
        gigaflops.toFixed(1),
        percent(ofPeak),
        native === undefined ? '' : microseconds(native.microseconds),
        native?.name ?? '',
        ratioOf('best native'),
        ratioOf('onnxruntime-web'),
        ratioOf('tfjs'),
      ]
    }),
  )

const everybody = (results: readonly CaseResult[]): string => {
  const names = [...new Set(results.flatMap(({ measured }) => measured.rows.map(({ name }) => name)))]
  return table(
    ['µs a run', ...results.map((result) => caseOf(result).name)],
    names.map((name) => [
      name,
      ...results.map((result) => {
        const row = rowOf(result, name)
        return row === undefined ? 'not run' : microseconds(medianOf(row))
      }),
    ]),
  )
}

/** How steady the machine was: the quartiles of our own times beside their median. */
const spread = (results: readonly CaseResult[]): string =>
  results
    .flatMap((result) => {
      const row = rowOf(result, ours.bound)
      if (row === undefined) return []
      const all = row.times.filter((time) => time !== undefined)
      const middle = median(all)
      return [
        `${caseOf(result).name} ${percent(quantile(all, 0.25) / middle - 1)} to +${percent(quantile(all, 0.75) / middle - 1)}`,
      ]
    })
    .join(', ')

const absences = (results: readonly CaseResult[]): string[] => {
  const reasons = new Map<string, string[]>()
  for (const result of results)
    for (const { peer, reason } of result.absent) {
      const line = `${peer}: ${reason}`
      reasons.set(line, [...(reasons.get(line) ?? []), caseOf(result).name])
    }
  return [...reasons].map(([line, names]) => `- Not run, ${names.join(', ')}: ${line}`)
}

export interface Report {
  readonly results: readonly CaseResult[]
  readonly peers: readonly Peer[]
  /** Name of the peak loop that runs the same instructions as our engine. */
  readonly peak: string
  readonly rounds: number
  /** Further sections: memory and load. */
  readonly more: string
}

export const report = ({ results, peers, peak, rounds, more }: Report): string => {
  const peaks = [...new Set(results.flatMap(({ measured }) => [...measured.peaks.keys()]))].map((name) => {
    const all = results.flatMap(({ measured }) => measured.peaks.get(name) ?? [])
    return `${name} ${median(all).toFixed(1)} GF/s (${quantile(all, 0.1).toFixed(1)} to ${quantile(all, 0.9).toFixed(1)})`
  })
  return [
    `# Node ${process.versions.node}`,
    `${cpus()[0]?.model ?? 'an unknown processor'}, ${process.platform} ${process.arch}, V8 ${process.versions.v8}, ${rounds} rounds, one thread each${clock === 'cpu' ? ', processor time' : ''}.`,
    `The machine's peak in 128-bit vectors, measured between the rounds: ${peaks.join(', ')}.`,
    `Bold: how many times as long as shapefold the peer takes. Above 1, shapefold is faster. How all this is measured: [README](../README.md).`,
    `![chart](node-${process.versions.node.split('.')[0]}.svg)`,
    summary(results, peak),
    '## Everybody',
    everybody(results),
    [...absences(results), `- Versions: ${peers.map((peer) => `${peer.name} ${peer.version()}`).join(', ')}`].join(
      '\n',
    ),
    `- Our quartiles, from the median: ${spread(results)}`,
    more,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
