/** Numbers as text, for the quickstart. */

/** Numbers in columns of four decimals. */
export const numbers = (values: ArrayLike<number>): string =>
  Array.from(values, (x) => x.toFixed(4).padStart(8)).join('')

const bars = '▁▂▃▄▅▆▇█'

/** A line of bars, the lowest for the least value and the highest for the greatest. */
export const sparkline = (values: readonly number[]): string => {
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  const step = (greatest - least) / (bars.length - 1) || 1
  return values.map((x) => bars[Math.round((x - least) / step)]).join('')
}

const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length

/** The mean of each month, of values at dates such as `2012-01-31` in order. */
export const monthly = (dates: readonly string[], values: readonly number[]): readonly number[] => {
  const months = new Map<string, number[]>()
  for (const [i, date] of dates.entries()) {
    const month = date.slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), values[i] ?? Number.NaN])
  }
  return [...months.values()].map(mean)
}

/** Pearson's correlation. */
export const correlation = (a: readonly number[], b: readonly number[]): number => {
  const [meanA, meanB] = [mean(a), mean(b)]
  const product = (f: (i: number) => number): number => a.reduce((sum, _, i) => sum + f(i), 0)
  const offA = (i: number): number => (a[i] ?? Number.NaN) - meanA
  const offB = (i: number): number => (b[i] ?? Number.NaN) - meanB
  return product((i) => offA(i) * offB(i)) / Math.sqrt(product((i) => offA(i) ** 2) * product((i) => offB(i) ** 2))
}
