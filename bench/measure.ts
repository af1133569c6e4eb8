/**
 * Times all contenders of a case side by side.
 *
 * A round times each contender once, in an order drawn anew, over as many runs as take a few tens of milliseconds. Whatever else the machine does hits
 * all of them alike, so ratios are taken within a round, and the median of the ratios is what is reported.
 */
import { now } from './clock.js'
import type { Contender } from './contender.js'
import type { Peak } from './peak.js'
import { median } from './statistics.js'

/** About so long is one sample, in milliseconds. */
const sampleTime = 30
/** Before it counts, a contender has run for so long: optimising compilers need time. */
const warmUpTime = 200
/** A contender whose one run takes longer takes part in the first rounds only. */
const slow = 400
const roundsOfSlow = 2

export interface Row {
  readonly name: string
  /** Microseconds a run, by round; undefined where the contender sat out. */
  readonly times: readonly (number | undefined)[]
}

export interface Measured {
  readonly rows: readonly Row[]
  /** Gigaflops of the peak loops, by name, by round. */
  readonly peaks: ReadonlyMap<string, readonly number[]>
}

/** How far `got` is from `want`, of the largest number in `want`. */
export const difference = (got: Float32Array, want: Float32Array): number => {
  if (got.length !== want.length) return Number.POSITIVE_INFINITY
  const largest = want.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  return got.reduce((most, x, i) => Math.max(most, Math.abs(x - (want[i] ?? Number.NaN))), 0) / largest
}

/** Runs of one sample, found while warming up: at least so long, and three samples unless it is slow. */
const calibrate = async (contender: Contender): Promise<number> => {
  let runs = 1
  let last = await contender.time(1)
  let spent = last
  for (let samples = 1; (samples < 3 && spent < 2 * slow) || (spent < warmUpTime && last < slow); samples++) {
    runs = Math.max(1, Math.round(runs * Math.min(8, sampleTime / Math.max(last, 0.001))))
    last = await contender.time(runs)
    spent += last
  }
  return Math.max(1, Math.round((runs * sampleTime) / Math.max(last, 0.001)))
}

/** Fisher and Yates. */
const shuffled = <T>(list: readonly T[]): readonly T[] => {
  const order = [...list]
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    const [a, b] = [order[i], order[j]]
    if (a !== undefined && b !== undefined) [order[i], order[j]] = [b, a]
  }
  return order
}

export const measure = async (
  contenders: readonly Contender[],
  peaks: readonly Peak[],
  rounds: number,
): Promise<Measured> => {
  const entries: { readonly contender: Contender; readonly runs: number; readonly times: (number | undefined)[] }[] = []
  for (const contender of contenders) entries.push({ contender, runs: await calibrate(contender), times: [] })
  // They warm up, too: a loop that began before it was optimised goes on as it began.
  for (const { sample } of peaks) for (const end = now() + warmUpTime; now() < end; ) sample()
  const gigaflops = new Map(peaks.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < rounds; round++) {
    for (const { name, sample } of peaks) gigaflops.get(name)?.push(sample())
    for (const { contender, runs, times } of shuffled(entries)) {
      const sitsOut = round >= roundsOfSlow && (times[0] ?? 0) > 1000 * slow
      times.push(sitsOut ? undefined : (1000 * (await contender.time(runs))) / runs)
    }
  }
  return { rows: entries.map(({ contender: { name }, times }) => ({ name, times })), peaks: gigaflops }
}

/** Microseconds of the median round. */
export const medianOf = ({ times }: Row): number => median(times.filter((time) => time !== undefined))

/** How many times as long as ours theirs takes: the median over the rounds in which both ran. */
export const ratio = (theirs: Row, ours: Row): number =>
  median(
    theirs.times.flatMap((time, round) => {
      const own = ours.times[round]
      return time === undefined || own === undefined ? [] : [time / own]
    }),
  )
