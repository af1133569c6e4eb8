/** The report in Markdown. */
import { cpus } from 'node:os'
import { sizesOf } from './cases.js'
import { times } from './chart.js'
import { clock } from './clock.js'
import type { Peer } from './contender.js'
import { medianOf } from './measure.js'
import { ours } from './our-rows.js'
import { type CaseResult, caseOf, compare, type Group, rowOf, speedOf } from './result.js'
import { median, quantile } from './statistics.js'

/** Three digits that matter. */
const microseconds = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)

const percent = (value: number): string => `${Math.round(100 * value)}%`

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** Whom the tables show beside the best native one: those of these that ran. */
const web = ['onnxruntime-web', 'tfjs', 'jax-js'] as const

const summary = (results: readonly CaseResult[], peak: string): string => {
  const columns = web.filter((group) => results.some((result) => compare(result, group) !== undefined))
  return table(
    [
      'case',
      'sizes',
      'shapefold, µs',
      'GF/s',
      `of the ${peak} peak`,
      'best native, µs',
      'which',
      'native',
      'at the peak',
      ...columns,
    ],
    results.map((result) => {
      const own = rowOf(result, ours.bound)
      if (own === undefined) return [caseOf(result).name]
      const { gigaflops, ofPeak } = speedOf(result, own, peak)
      const native = compare(result, 'best native')
      const ratioOf = (group: Group): string => {
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
        native === undefined ? '' : `${times(native.times / ofPeak)}×`,
        ...columns.map(ratioOf),
      ]
    }),
  )
}

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

/** A table and a chart of their own. */
export interface ReportGroup {
  readonly title: string
  readonly results: readonly CaseResult[]
  /** The chart's file, beside the report. */
  readonly chart: string
}

export interface Report {
  readonly groups: readonly ReportGroup[]
  readonly peers: readonly Peer[]
  /** Name of the peak loop that runs the same instructions as our engine. */
  readonly peak: string
  readonly rounds: number
  /** Further sections: memory and load. */
  readonly more: string
}

const section = ({ title, results, chart }: ReportGroup, peak: string): readonly string[] => [
  `## ${title}`,
  `![chart](${chart})`,
  summary(results, peak),
  everybody(results),
  absences(results).join('\n'),
  `Our quartiles, from the median: ${spread(results)}`,
]

export const report = ({ groups, peers, peak, rounds, more }: Report): string => {
  const results = groups.flatMap((group) => group.results)
  const peaks = [...new Set(results.flatMap(({ measured }) => [...measured.peaks.keys()]))].map((name) => {
    const all = results.flatMap(({ measured }) => measured.peaks.get(name) ?? [])
    return `${name} ${median(all).toFixed(1)} GF/s (${quantile(all, 0.1).toFixed(1)} to ${quantile(all, 0.9).toFixed(1)})`
  })
  return [
    `# Node ${process.versions.node}`,
    `${cpus()[0]?.model ?? 'an unknown processor'}, ${process.platform} ${process.arch}, V8 ${process.versions.v8}, ${rounds} rounds, one thread each${clock === 'cpu' ? ', processor time' : ''}.`,
    `The machine's peak in 128-bit vectors, measured between the rounds: ${peaks.join(', ')}.`,
    `Bold: how many times as long as shapefold the peer takes. Above 1, shapefold is faster. At the peak: how many times as long as the matrix products alone, if they ran at the peak, the best native peer takes; nothing in 128-bit vectors can be further ahead. How all this is measured: [README](../README.md).`,
    `Versions: ${peers.map((peer) => `${peer.name} ${peer.version()}`).join(', ')}.`,
    ...groups.flatMap((group) => section(group, peak)),
    more,
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}
