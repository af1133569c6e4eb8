const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

/** The double next to the finite `x`, one step towards `sign` times infinity. */
const neighbour = (x: number, sign: number): number => {
  double[0] = x
  bits[0] = (bits[0] as bigint) + (x > 0 === sign > 0 ? 1n : -1n)
  return double[0]
}

/** Whether the last bit of a double's significand is 0. */
const isEven = (x: number): boolean => {
  double[0] = x
  return ((bits[0] as bigint) & 1n) === 0n
}

/**
 * A double that rounds to the float32 `a b + c`, rounded once, of three float32 numbers.
 *
 * `fround(fma32(a, b, c))` is what a fused multiply-add gives. The product is exact in double precision, the sum may not be: then it is
 * rounded to odd, from which the second rounding can't go wrong.
 *
 * Source: S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd",
 * IEEE Trans. Computers 57 (2008), theorem 1; the error of the sum is Knuth's TwoSum.
 */
export const fma32 = (a: number, b: number, c: number): number => {
  const product = a * b
  const sum = product + c
  const fromC = sum - product
  const error = product - (sum - fromC) + (c - fromC)
  return error === 0 || !isEven(sum) ? sum : neighbour(sum, error)
}
