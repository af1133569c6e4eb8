/**
 * Products of matrices on plain arrays, in row-major order: the definition of what the kernel computes, and what runs where there is no WebAssembly
 * SIMD. Every sum is taken in float64 and rounded once; the inner loops run along rows of memory.
 *
 *   M rows of the product   K summed over   N columns of the product
 */
import type { Products } from '../kernel/contract.js'
import { roomForFloats } from '../room.js'
import { scaledDifference, squaredDistance } from './squared-error.js'

/** `y = a b` : `[M, K] [K, N] -> [M, N]`. */
const productOfRows = (a: Float32Array, b: Float32Array, M: number, K: number, N: number): Float32Array => {
  const y = roomForFloats(M * N)
  const sums = new Float64Array(N)
  for (let m = 0; m < M; m++) {
    sums.fill(0)
    for (let k = 0; k < K; k++) addRow(sums, a[m * K + k] ?? 0, b, k * N)
    y.set(sums, m * N)
  }
  return y
}

/** `y = a^T b` : `[K, M]^T [K, N] -> [M, N]`. */
const productOverRows = (a: Float32Array, b: Float32Array, K: number, M: number, N: number): Float32Array => {
  const y = roomForFloats(M * N)
  const sums = new Float64Array(N)
  for (let m = 0; m < M; m++) {
    sums.fill(0)
    for (let k = 0; k < K; k++) addRow(sums, a[k * M + m] ?? 0, b, k * N)
    y.set(sums, m * N)
  }
  return y
}

/**
 * `y = a b^T + c` : `[M, K] [N, K]^T + [N] -> [M, N]`; without `c` nothing is added.
 *
 * Four columns are summed side by side, each in the order of K: one sum alone would wait on its own last addition.
 */
const productByColumns = (
  a: Float32Array,
  b: Float32Array,
  M: number,
  K: number,
  N: number,
  c?: Float32Array,
): Float32Array => {
  const y = roomForFloats(M * N)
  const whole = N - (N % 4)
  for (let m = 0; m < M; m++) {
    const row = m * K
    for (let n = 0; n < whole; n += 4) {
      const [at0, at1, at2, at3] = [n * K, (n + 1) * K, (n + 2) * K, (n + 3) * K] as const
      let [sum0, sum1, sum2, sum3] = [c?.[n] ?? 0, c?.[n + 1] ?? 0, c?.[n + 2] ?? 0, c?.[n + 3] ?? 0]
      for (let k = 0; k < K; k++) {
        const x = a[row + k] ?? 0
        sum0 += x * (b[at0 + k] ?? 0)
        sum1 += x * (b[at1 + k] ?? 0)
        sum2 += x * (b[at2 + k] ?? 0)
        sum3 += x * (b[at3 + k] ?? 0)
      }
      const to = m * N + n
      y[to] = sum0
      y[to + 1] = sum1
      y[to + 2] = sum2
      y[to + 3] = sum3
    }
    for (let n = whole; n < N; n++) {
      let sum = c?.[n] ?? 0
      for (let k = 0; k < K; k++) sum += (a[row + k] ?? 0) * (b[n * K + k] ?? 0)
      y[m * N + n] = sum
    }
  }
  return y
}

/** `sums += factor * b[start ...]`. */
const addRow = (sums: Float64Array, factor: number, b: Float32Array, start: number): void => {
  for (let n = 0; n < sums.length; n++) sums[n] = (sums[n] ?? 0) + factor * (b[start + n] ?? 0)
}

/** `y[n] = sum over m of a[m, n]` : `[M, N] -> [N]`. */
export const sumOfRows = (a: Float32Array, M: number, N: number): Float32Array => {
  const sums = new Float64Array(N)
  for (let m = 0; m < M; m++) addRow(sums, 1, a, m * N)
  return Float32Array.from(sums)
}

export const definition = {
  productOfRows,
  productByColumns,
  productOverRows,
  sumOfRows,
  squaredDistance,
  scaledDifference,
} satisfies Products
