/**
 * Seattle's weather as rows to learn from: what the days before looked like, and how warm the next one was.
 *
 * The years are split by time. Training sees the first three, and the test asks for the fourth; what is standardised is standardised by the first three.
 */
import { batch, feature, seq, tensor } from 'shapefold'
import type { Days } from '../weather.js'

/** Days that the network looks back on. */
export const WINDOW = 28
/** The columns of the file, and the season as a point on a circle. */
export const FEATURES = 6

const DAY = 86_400_000

/** The place of a date in its year, from 0 to 1. */
const season = (date: string): number => {
  const time = Date.parse(date)
  const year = Date.UTC(new Date(time).getUTCFullYear(), 0)
  return (time - year) / (365.25 * DAY)
}

interface Scale {
  readonly mean: number
  readonly deviation: number
}

const scaleOf = (values: readonly number[]): Scale => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  return { mean, deviation: Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) }
}

/** Everything that the example needs to know of the weather. */
export const prepare = ({ dates, columns }: Days, firstTestDate: string) => {
  const split = dates.findIndex((date) => date >= firstTestDate)
  const scales = columns.map((column) => scaleOf(column.slice(0, split)))
  const days = dates.map((date, day) => {
    const angle = 2 * Math.PI * season(date)
    const measured = columns.map(
      (column, i) => ((column[day] ?? 0) - (scales[i]?.mean ?? 0)) / (scales[i]?.deviation ?? 1),
    )
    return [...measured, Math.sin(angle), Math.cos(angle)]
  })
  const warmth = columns[1] ?? []
  const scale = scales[1] ?? { mean: 0, deviation: 1 }

  /** The rows whose target is one of these days: the days before it, and how much warmer it was than the last of them, in deviations. */
  const rows = (from: number, to: number) => {
    const targets = Array.from({ length: to - from }, (_, i) => from + i)
    const x = targets.flatMap((day) => days.slice(day - WINDOW, day).flat())
    const y = targets.map((day) => ((warmth[day] ?? 0) - (warmth[day - 1] ?? 0)) / scale.deviation)
    return {
      x: tensor([batch('rows', targets.length), seq(WINDOW), feature(FEATURES)], x),
      y: tensor([batch('rows', targets.length), feature(1)], y),
    }
  }

  /** The mean of the training years within a week of the same day of the year: what a calendar knows. */
  const calendar = (day: number): number => {
    const near = warmth.slice(0, split).filter((_, other) => {
      const apart = Math.abs(season(dates[day] ?? '') - season(dates[other] ?? '')) * 365.25
      return Math.min(apart, 365.25 - apart) <= 7
    })
    return near.reduce((sum, x) => sum + x, 0) / near.length
  }

  const test = Array.from({ length: dates.length - split }, (_, i) => split + i)
  const actual = test.map((day) => warmth[day] ?? Number.NaN)
  const yesterday = test.map((day) => warmth[day - 1] ?? Number.NaN)
  return {
    training: rows(WINDOW, split),
    test: rows(split, dates.length).x,
    dates: test.map((day) => dates[day] ?? ''),
    actual,
    yesterday,
    calendar: test.map(calendar),
    /** What the network says, in degrees. */
    inDegrees: (differences: ArrayLike<number>): readonly number[] =>
      yesterday.map((warm, i) => warm + (differences[i] ?? Number.NaN) * scale.deviation),
  }
}

/** The root of the mean square of what is off, in degrees. */
export const rootMeanSquare = (said: readonly number[], was: readonly number[]): number =>
  Math.sqrt(said.reduce((sum, x, i) => sum + (x - (was[i] ?? Number.NaN)) ** 2, 0) / said.length)
