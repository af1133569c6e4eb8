/**
 * The long products of the backward pass, over the rows of a block of one direction of one layer. With dX the gradients by what x gave to the
 * gates and dH by what h gave (the same but for a GRU's n):
 *
 *     dweight_ih += dX^T * x       dbias_ih += column sums of dX
 *     dweight_hh += dH^T * h       dbias_hh += column sums of dH
 *     dweight_hr += dh^T * what was projected
 *     dx         += dX * weight_ih
 *
 * Weights are packed here, by rows and anew in each pass: while a network learns, each pass has weights of its own, and what
 * packing costs is one part in as many as there are rows.
 */
import { mostCopied, roomForFloats } from '../room.js'
import type { Bench } from './backward-plan.js'
import { cells } from './cells.js'
import type { CellKind } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { NetworkLayout } from './network-layout.js'

/** In which part of a row of gates the gradient of each gate stands, and the first of these parts. */
interface Parts {
  readonly first: number
  readonly of: readonly number[]
}
const one: Parts = { first: 0, of: [0] }
const four: Parts = { first: 0, of: [0, 1, 2, 3] }

/** The gradients by what x gave to the gates, and by what h gave. */
const partsOf: Readonly<Record<CellKind, { readonly byX: Parts; readonly byH: Parts }>> = {
  tanh: { byX: one, byH: one },
  relu: { byX: one, byH: one },
  lstm: { byX: four, byH: four },
  gru: { byX: { first: 0, of: [1, 2, 0] }, byH: { first: 1, of: [1, 2, 3] } },
}

const none = new Float32Array(0)

/** The weights of a direction in the order of the contract: weight_ih, weight_hh, the biases, weight_hr. */
interface Place {
  readonly weightIh: number
  readonly weightHh: number
  readonly biasIh: number
  readonly biasHh: number
  readonly weightHr: number
}

const placesOf = ({ spec }: NetworkLayout, index: number): Place => {
  const biases = spec.bias ? 2 : 0
  const first = index * (2 + biases + (spec.projSize > 0 ? 1 : 0))
  return { weightIh: first, weightHh: first + 1, biasIh: first + 2, biasHh: first + 3, weightHr: first + 2 + biases }
}

/** The parts lie one after the other, in order and without padding. */
const isPlain = ({ first, of }: Parts, { units, spec }: NetworkLayout): boolean =>
  units === spec.hiddenSize && of.every((part, gate) => part === first + gate)

/** Packs a weight `[G*H, columns]` by rows to `to`, by way of `staging`: its gates in the order of `parts`, each with zeros up to Hp. */
const packByRows = (
  { exports, floats, network }: Bench,
  weight: Float32Array,
  columns: number,
  parts: Parts,
  staging: number,
  to: number,
): void => {
  const { units, spec, columns: rows } = network
  if (isPlain(parts, network)) copyIn(floats, staging, weight)
  else {
    const size = spec.hiddenSize * columns
    parts.of.forEach((part, gate) => {
      const at = staging + (part - parts.first) * units * columns
      copyIn(floats, at, weight.subarray(gate * size, (gate + 1) * size))
      clear(floats, at + size, (units - spec.hiddenSize) * columns)
    })
  }
  exports.f32_pack_rows(staging << 2, columns << 2, to << 2, columns, rows)
}

/** The inverse of its order and padding for a gradient `[.., columns]` that begins at `at` with the first of the parts. */
const unpad = ({ floats, network }: Bench, at: number, columns: number, parts: Parts): Float32Array => {
  const { units, spec } = network
  const size = spec.hiddenSize * columns
  if (isPlain(parts, network)) return copyOut(floats, at, parts.of.length * size, mostCopied)
  const weight = roomForFloats(parts.of.length * size)
  parts.of.forEach((part, gate) => {
    const from = at + (part - parts.first) * units * columns
    weight.set(floats.subarray(from, from + size), gate * size)
  })
  return weight
}

/** Packs what a direction goes back through, with weight_ih where `toInput`. */
export const packDirection = (
  bench: Bench,
  weights: readonly Float32Array[],
  index: number,
  toInput: boolean,
): void => {
  const { exports, floats, network } = bench
  const { kind, hiddenSize, projSize } = network.spec
  const { byX, byH } = partsOf[kind]
  const { weightIh, weightHh, weightHr } = placesOf(network, index)
  packByRows(bench, weights[weightHh] ?? none, network.outputSize, byH, bench.dWHh, bench.wHh)
  if (projSize > 0) {
    copyIn(floats, bench.dWHr, weights[weightHr] ?? none)
    exports.f32_pack_rows(bench.dWHr << 2, hiddenSize << 2, bench.wHr << 2, hiddenSize, projSize)
  }
  if (toInput) packByRows(bench, weights[weightIh] ?? none, inputOf(network, index), byX, bench.dWIh, bench.wIh)
}

const inputOf = ({ directions }: NetworkLayout, index: number): number => directions[index]?.input ?? 0

/** The gradients of a direction's weights begin at zero. */
export const clearGradients = ({ floats, network, dWHh, dWIh, dWHr, dBias }: Bench, index: number): void => {
  const { columns, outputSize, units, spec } = network
  clear(floats, dWHh, columns * outputSize)
  clear(floats, dWIh, columns * inputOf(network, index))
  clear(floats, dWHr, spec.projSize * spec.hiddenSize)
  clear(floats, dBias, 4 * units)
}

/** Where a direction's gradients by its gates are, and how far from row to row; of tanh and relu they stand in `d`. */
export const gatesOf = ({ gates, d, network, plan }: Bench, direction: number): readonly [at: number, ld: number] =>
  cells[network.spec.kind].kept > 0 ? [gates, plan.ldGates] : [d + direction * network.outputSize, plan.ldGates]

/** Adds what a block's rows give to the gradients of the weights. */
export const addGradients = (bench: Bench, index: number, rows: number): void => {
  const { exports, network, productScratch } = bench
  const { outputSize, width, units, columns, spec } = network
  const { kind, hiddenSize, projSize, bias, directions } = spec
  const direction = index % directions
  const [gates, ld] = gatesOf(bench, direction)
  const { byX, byH } = partsOf[kind]
  const input = inputOf(network, index)
  /** `D^T * X`, `[m, n]`, is added. */
  const add = (d: number, ldD: number, x: number, ldX: number, to: number, m: number, n: number): void =>
    exports.f32_gradient_gemm(d << 2, ldD << 2, x << 2, ldX << 2, to << 2, m, n, rows, productScratch << 2)
  const half = direction * outputSize
  add(gates + byH.first * units, ld, bench.out + half, width, bench.dWHh, columns, outputSize)
  add(gates + byX.first * units, ld, bench.x, input, bench.dWIh, columns, input)
  if (projSize > 0) add(bench.d + half, width, gates + 4 * units, ld, bench.dWHr, projSize, hiddenSize)
  if (bias)
    exports.f32_add_column_sums(gates << 2, ld << 2, bench.dBias << 2, rows, kind === 'gru' ? 4 * units : columns)
}

/** The gradients of a direction's weights, once all blocks have gone by. */
export const takeGradients = (bench: Bench, index: number, gradients: Float32Array[]): void => {
  const { floats, network } = bench
  const { outputSize, units, spec } = network
  const { kind, hiddenSize, projSize, bias } = spec
  const { byX, byH } = partsOf[kind]
  const { weightIh, weightHh, biasIh, biasHh, weightHr } = placesOf(network, index)
  gradients[weightIh] = unpad(bench, bench.dWIh, inputOf(network, index), byX)
  gradients[weightHh] = unpad(bench, bench.dWHh, outputSize, byH)
  if (bias) {
    gradients[biasIh] = unpad(bench, bench.dBias + byX.first * units, 1, byX)
    gradients[biasHh] = unpad(bench, bench.dBias + byH.first * units, 1, byH)
  }
  if (projSize > 0) gradients[weightHr] = copyOut(floats, bench.dWHr, projSize * hiddenSize, mostCopied)
}

/** The gradient by the input of a block's rows, to `dx`; `isFirst` of the layer's directions, or added to what is there. */
export const inputGradient = (bench: Bench, index: number, rows: number, isFirst: boolean): void => {
  const { exports, network, zeros, dx, wIh } = bench
  const input = inputOf(network, index)
  const [gates, ld] = gatesOf(bench, index % network.spec.directions)
  const [init, ldInit] = isFirst ? [zeros, 0] : [dx, input]
  exports.f32_gemm_blocked(
    gates << 2,
    ld << 2,
    wIh << 2,
    init << 2,
    ldInit << 2,
    dx << 2,
    input << 2,
    rows,
    input,
    network.columns,
  )
}
