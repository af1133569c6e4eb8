/** The loops of the mean squared error on plain arrays: the definition of what the kernel computes, in float64. */

/** `sum over i of (a[i] - b[i])^2`. */
export const squaredDistance = (a: Float32Array, b: Float32Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    const difference = a[i] - b[i]
    sum += difference * difference
  }
  return sum
}

/** `to[i] = scale * (a[i] - b[i])`. */
export const scaledDifference = (a: Float32Array, b: Float32Array, scale: number, to: Float32Array): void => {
  for (let i = 0; i < a.length; i++) to[i] = scale * (a[i] - b[i])
}
