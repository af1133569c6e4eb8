/** How far numbers are from what they should be. */

/**
 * The largest difference; infinite where the lengths differ, where one number is NaN and the other is not, or where infinities don't agree.
 */
export const distance = (got: Float32Array, want: Float32Array): number =>
  got.length === want.length
    ? want.reduce((most, x, i) => Math.max(most, apart(got[i] ?? Number.NaN, x)), 0)
    : Number.POSITIVE_INFINITY

const apart = (got: number, want: number): number => {
  if (Object.is(got, want)) return 0
  const off = Math.abs(got - want)
  return Number.isFinite(off) ? off : Number.POSITIVE_INFINITY
}

/** The size of the largest finite number. */
export const largest = (numbers: Float32Array | Float64Array): number => {
  let most = 0
  for (const x of numbers) if (Number.isFinite(x)) most = Math.max(most, Math.abs(x))
  return most
}
