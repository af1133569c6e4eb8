/** What came out for one case, and the figures that the table and the chart take from it. */
import { type Case, flopsOf, type Problem } from './cases.js'
import { type Measured, medianOf, type Row, ratio } from './measure.js'
import { ours } from './our-rows.js'
import { median } from './statistics.js'

export interface CaseResult {
  readonly problem: Problem
  readonly measured: Measured
  /** Peers that could not run this case, with the reason. */
  readonly absent: readonly { readonly peer: string; readonly reason: string }[]
}

/** What the peers are grouped by: of each group the fastest is compared with. */
export const groups = [
  { name: 'best native', short: 'native', has: (name: string) => /^(PyTorch|onnxruntime-node)/.test(name) },
  { name: 'PyTorch', short: 'PyTorch', has: (name: string) => name.startsWith('PyTorch') },
  { name: 'onnxruntime-node', short: 'onnxruntime-node', has: (name: string) => name === 'onnxruntime-node' },
  { name: 'onnxruntime-web', short: 'onnxruntime-web', has: (name: string) => name === 'onnxruntime-web' },
  { name: 'tfjs', short: 'tfjs', has: (name: string) => name.startsWith('tfjs') },
  { name: 'jax-js', short: 'jax-js', has: (name: string) => name.startsWith('jax-js') },
] as const
export type Group = (typeof groups)[number]['name']

export interface Comparison {
  /** The fastest of the group. */
  readonly name: string
  readonly microseconds: number
  /** How many times as long as ours it takes. */
  readonly times: number
}

export const rowOf = ({ measured }: CaseResult, name: string): Row | undefined =>
  measured.rows.find((row) => row.name === name)

export const compare = (result: CaseResult, group: Group): Comparison | undefined => {
  const own = rowOf(result, ours.bound)
  const has = groups.find(({ name }) => name === group)?.has
  const [best] = result.measured.rows
    .filter(({ name }) => has?.(name))
    .map((row) => ({ row, microseconds: medianOf(row) }))
    .sort((a, b) => a.microseconds - b.microseconds)
  if (own === undefined || best === undefined) return undefined
  return { name: best.row.name, microseconds: best.microseconds, times: ratio(best.row, own) }
}

/** Gigaflops of a row, and their share of the peak that was measured in the same round. */
export const speedOf = (
  { problem, measured }: CaseResult,
  row: Row,
  peak: string,
): { readonly gigaflops: number; readonly ofPeak: number } => {
  const flops = flopsOf(problem)
  const shares = row.times.flatMap((time, round) => {
    const most = measured.peaks.get(peak)?.[round]
    return time === undefined || most === undefined ? [] : [flops / time / 1000 / most]
  })
  return { gigaflops: flops / medianOf(row) / 1000, ofPeak: median(shares) }
}

export const caseOf = ({ problem }: CaseResult): Case => problem.case
