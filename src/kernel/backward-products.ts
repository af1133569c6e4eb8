/**
 * The long products of the backward pass, over all rows of one direction of one layer. With dX the gradients by what x gave to the gates
 * and dH by what h gave (the same but for a GRU's n):
 *
 *     dweight_ih = dX^T * x       dbias_ih = column sums of dX
 *     dweight_hh = dH^T * h       dbias_hh = column sums of dH
 *     dweight_hr = dh^T * what was projected
 *     dx        += dX * weight_ih
 *
 * Weights are packed here, by rows and anew in each pass: while a network learns, each pass has weights of its own, and what
 * packing costs is one part in as many as there are rows.
 */
import { roomForFloats } from '../room.js'
import type { Bench } from './backward-plan.js'
import { cells } from './cells.js'
import type { CellKind } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { NetworkLayout } from './network-layout.js'
import type { PackedWeights } from './packed-weights.js'

/** In which part of a row of gates the gradient of each gate stands, and the first of these parts. */
interface Parts {
  readonly first: number
  readonly of: readonly number[]
}
const one: Parts = { first: 0, of: [0] }
const four: Parts = { first: 0, of: [0, 1, 2, 3] }

/** The gradients by what x gave to the gates, and by what h gave. */
export const partsOf: Readonly<Record<CellKind, { readonly byX: Parts; readonly byH: Parts }>> = {
  tanh: { byX: one, byH: one },
  relu: { byX: one, byH: one },
  lstm: { byX: four, byH: four },
  gru: { byX: { first: 0, of: [1, 2, 0] }, byH: { first: 1, of: [1, 2, 3] } },
}

const none = new Float32Array(0)

/** A direction's weight_ih (0), weight_hh (1) or, with a projection, weight_hr ('hr'), and its place among the gradients. */
export const weightOf = (
  packed: PackedWeights,
  layer: number,
  direction: number,
  which: 0 | 1 | 'hr',
): { readonly weight: Float32Array; readonly place: number } => {
  const { bias, projSize, directions } = packed.spec
  const each = (bias ? 4 : 2) + (projSize > 0 ? 1 : 0)
  const place = (layer * directions + direction) * each + (which === 'hr' ? each - 1 : which)
  return { weight: packed.weights[place] ?? none, place }
}

/** Where a direction's gradients by its gates begin; of tanh and relu they are in the rows of the output, at `d`. */
export const gatesAt = ({ gates, packed, plan }: Bench, direction: number, d: number): number =>
  cells[packed.spec.kind].kept > 0
    ? gates + direction * plan.rows * plan.ldGates
    : d + direction * packed.network.outputSize

/** The parts lie one after the other, in order and without padding. */
const isPlain = ({ first, of }: Parts, { units, spec }: NetworkLayout): boolean =>
  units === spec.hiddenSize && of.every((part, gate) => part === first + gate)

/** Packs a weight `[G*H, columns]` by rows into `panels`, its gates in the order of `parts`, each with zeros up to Hp. */
export const packByRows = (bench: Bench, weight: Float32Array, columns: number, parts: Parts): void => {
  const { exports, floats, matrix, panels, packed } = bench
  const { units, spec, columns: rows } = packed.network
  if (isPlain(parts, packed.network)) copyIn(floats, matrix, weight)
  else {
    const size = spec.hiddenSize * columns
    parts.of.forEach((part, gate) => {
      const at = matrix + (part - parts.first) * units * columns
      copyIn(floats, at, weight.subarray(gate * size, (gate + 1) * size))
      clear(floats, at + size, (units - spec.hiddenSize) * columns)
    })
  }
  exports.f32_pack_rows(matrix << 2, columns << 2, panels << 2, columns, rows)
}

/** The inverse of its order and padding for a gradient `[.., columns]` that begins at `at` with the first of the parts. */
const unpad = ({ floats, packed }: Bench, at: number, columns: number, parts: Parts): Float32Array => {
  const { units, spec } = packed.network
  const size = spec.hiddenSize * columns
  if (isPlain(parts, packed.network)) return copyOut(floats, at, parts.of.length * size)
  const weight = roomForFloats(parts.of.length * size)
  parts.of.forEach((part, gate) => {
    const from = at + (part - parts.first) * units * columns
    weight.set(floats.subarray(from, from + size), gate * size)
  })
  return weight
}

/** `D^T * X` over all rows, `[m, n]`, to `matrix`. */
const product = (
  { exports, floats, matrix, panels, plan }: Bench,
  d: readonly [at: number, ld: number],
  x: readonly [at: number, ld: number],
  m: number,
  n: number,
): void => {
  clear(floats, matrix, m * n)
  const [atD, ldD] = [d[0] << 2, d[1] << 2]
  exports.f32_gradient_gemm(atD, ldD, x[0] << 2, x[1] << 2, matrix << 2, m, n, plan.rows, panels << 2)
}

/** The gradients of weight_hh, weight_hr and the biases; the h before each step stand at `slot`. */
export const stateGradients = (
  bench: Bench,
  layer: number,
  direction: number,
  d: number,
  slot: number,
  gradients: Float32Array[],
): void => {
  const { exports, floats, matrix, dBias, packed, plan } = bench
  const { rows, ldGates } = plan
  const { spec, outputSize, width, units, columns } = packed.network
  const { kind, hiddenSize, projSize, bias } = spec
  const parts = partsOf[kind]
  const gates = gatesAt(bench, direction, d)
  const { place } = weightOf(packed, layer, direction, 1)
  const byH = gates + parts.byH.first * units
  product(bench, [byH, ldGates], [slot + direction * outputSize, width], columns, outputSize)
  gradients[place] = unpad(bench, matrix, outputSize, parts.byH)
  if (bias) {
    const sums = kind === 'gru' ? 4 * units : columns
    clear(floats, dBias, sums)
    exports.f32_add_column_sums(gates << 2, ldGates << 2, dBias << 2, rows, sums)
    gradients[place + 1] = unpad(bench, dBias, 1, parts.byX)
    gradients[place + 2] = unpad(bench, dBias + parts.byH.first * units, 1, parts.byH)
  }
  if (projSize > 0) {
    product(bench, [d + direction * outputSize, width], [gates + 4 * units, ldGates], projSize, hiddenSize)
    gradients[weightOf(packed, layer, direction, 'hr').place] = copyOut(floats, matrix, projSize * hiddenSize)
  }
}

/** The gradient of weight_ih; the layer's input stands at `slot`. */
export const inputWeightGradient = (
  bench: Bench,
  layer: number,
  direction: number,
  d: number,
  slot: number,
  gradients: Float32Array[],
): void => {
  const { packed, plan } = bench
  const { ldGates } = plan
  const { byX } = partsOf[packed.spec.kind]
  const input = packed.network.directions[layer * packed.spec.directions]?.input ?? 0
  product(bench, [gatesAt(bench, direction, d), ldGates], [slot, input], packed.network.columns, input)
  gradients[weightOf(packed, layer, direction, 0).place] = unpad(bench, bench.matrix, input, byX)
}

/** The gradient by a layer's input, to `slot`: of all its directions. */
export const inputGradient = (bench: Bench, layer: number, d: number, slot: number): void => {
  const { exports, panels, zeros, packed, plan } = bench
  const { rows, ldGates } = plan
  const { kind, directions } = packed.spec
  const input = packed.network.directions[layer * directions]?.input ?? 0
  for (let direction = 0; direction < directions; direction++) {
    packByRows(bench, weightOf(packed, layer, direction, 0).weight, input, partsOf[kind].byX)
    const [init, ldInit] = direction === 0 ? [zeros, 0] : [slot, input]
    exports.f32_gemm_blocked(
      gatesAt(bench, direction, d) << 2,
      ldGates << 2,
      panels << 2,
      init << 2,
      ldInit << 2,
      slot << 2,
      input << 2,
      rows,
      input,
      packed.network.columns,
    )
  }
}
