import type { TrainStep } from '../../../types/fit.js'
import { now } from './host.js'

/** What a progress bar is written to: `process.stderr`, say. */
export interface TextStream {
  readonly isTTY?: boolean
  /** How many characters a line of the terminal has. */
  readonly columns?: number
  write(text: string): unknown
}

/** A step, as a progress bar knows it. */
export type Progress = Pick<TrainStep<unknown>, 'step' | 'steps' | 'epoch' | 'loss' | 'rate'>

/** Milliseconds between two drawings. */
const INTERVAL = 100

const WIDTH = 24

/**
 * A progress bar for `fit`'s `onProgress`, in one line of a terminal: the share of the steps, the loss, rows a second, the time left. It draws ten times a
 * second at most, and writes nothing at all where the stream is not a terminal (a file, a pipe).
 *
 * @example
 * import { batch, feature, fit, mse, ones, progressBar, sgd, zeros } from 'shapefold'
 *
 * const data = zeros([batch(8), feature(2)])
 * await fit({
 *   params: { x: ones([batch(8), feature(2)]) },
 *   data,
 *   loss: ({ x }, target) => mse(x, target),
 *   optimizer: sgd({ lr: 0.1 }),
 *   steps: 20,
 *   onProgress: progressBar(process.stderr),
 * }).last()
 */
export const progressBar = (stream: TextStream): ((step: Progress) => void) => progressBarBy(now)(stream)

/** `progressBar` by another clock, which gives milliseconds. */
export const progressBarBy =
  (clock: () => number) =>
  (stream: TextStream): ((step: Progress) => void) => {
    if (stream.isTTY !== true) return () => {}
    const started = clock()
    let before: number | undefined
    let drawn = Number.NEGATIVE_INFINITY
    return (progress) => {
      const { step, steps } = progress
      // A run that goes on from a saved state is not done with its first steps in no time.
      before ??= step - 1
      const time = clock()
      const isLast = step === steps
      if (!isLast && time - drawn < INTERVAL) return
      drawn = time
      const perStep = (time - started) / (step - before)
      const left = steps === undefined ? undefined : (steps - step) * perStep
      const line = lineOf(progress, isLast ? time - started : left, isLast)
      // The line is cut to the terminal's width: one that wraps could not be drawn over.
      stream.write(`\r${line.slice(0, Math.max(1, (stream.columns ?? 80) - 1))}\u001b[K${isLast ? '\n' : ''}`)
    }
  }

const lineOf = ({ step, steps, epoch, loss, rate }: Progress, time: number | undefined, isLast: boolean): string =>
  [
    steps === undefined ? `step ${step}` : `${barOf(step / steps)} ${step}/${steps}`,
    `epoch ${epoch}`,
    `loss ${loss.toPrecision(4)}`,
    `${short(rate)} rows/s`,
    ...(time === undefined ? [] : [isLast ? `in ${clockOf(time)}` : `${clockOf(time)} left`]),
  ].join('  ')

const barOf = (share: number): string => {
  const full = Math.min(WIDTH, Math.floor(share * WIDTH))
  return '█'.repeat(full) + '░'.repeat(WIDTH - full)
}

/** `4.1k`: three digits at most. */
const short = (n: number): string => {
  const [scaled, unit] = n < 1e3 ? [n, ''] : n < 1e6 ? [n / 1e3, 'k'] : [n / 1e6, 'M']
  return `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)}${unit}`
}

/** `1:02:03`, without the hours where there are none. */
const clockOf = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
