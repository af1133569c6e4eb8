/** The value below which so great a part of the values lies. */
export const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.round(part * (values.length - 1))] ?? Number.NaN

export const median = (values: readonly number[]): number => quantile(values, 0.5)
