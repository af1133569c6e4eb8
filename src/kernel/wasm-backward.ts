/**
 * The backward pass on WebAssembly: from the gradients of a run's results to those of what went into it, layer by layer from the last.
 *
 *     workbench : [one of rows][other of rows][matrix][scratch][zeros][initial states' gradients][bias gradient]
 *
 * Of the two slots of rows one holds the gradient by a layer's output, which becomes that by its gates. The other holds, one after
 * the other: the layer's output, the states before each step, the layer's input, and the gradient by the input, which is
 * the one by the output of the layer before. Of a layer and a direction, with d = dpre [rows, H]:
 *
 *     dpre         through time, in f32_elman_backward
 *     dbias_ih   = dbias_hh = column sums of d
 *     dweight_hh = d^T * states before each step
 *     dweight_ih = d^T * x
 *     dx        += d * weight_ih
 *
 * Weights are packed here, by rows and anew in each pass: while a network learns, each pass has weights of its own, and what
 * packing costs is one part in as many as there are rows.
 */
import { roundUp } from './arena.js'
import type { Kept, RecurrentCall, RecurrentGradients, ResultGradients, Wanted } from './contract.js'
import { clear, copyIn, copyOut, copyPartIn } from './copy.js'
import { gradientScratch } from './gradient-scratch.js'
import { KeptRun } from './kept-run.js'
import { expectLength, type PackedWeights } from './packed-weights.js'
import { loadRows, maskRows, type SequenceRows, sequenceRows, unloadRows } from './sequence-rows.js'

type WasmFunction = (...args: number[]) => void

/** What the modules export for learning. */
export interface LearningExports {
  readonly f32_gemm: WasmFunction
  readonly f32_gemm_blocked: WasmFunction
  readonly f32_gradient_gemm: WasmFunction
  readonly f32_pack_rows: WasmFunction
  readonly f32_add_column_sums: WasmFunction
  readonly f32_move_rows: WasmFunction
  readonly f32_elman_backward: WasmFunction
}

/** Where the parts of the workbench begin, in floats. */
interface Bench {
  readonly exports: LearningExports
  readonly floats: Float32Array
  readonly one: number
  readonly other: number
  readonly matrix: number
  readonly scratch: number
  readonly zeros: number
  readonly dState: number
  readonly dBias: number
}

const none = new Float32Array(0)

export class BackwardPass {
  /** Floats of workbench that `run` needs. */
  readonly needed: number
  readonly #packed: PackedWeights
  readonly #rows: SequenceRows
  readonly #call: RecurrentCall
  readonly #kept: KeptRun
  readonly #gradients: ResultGradients
  readonly #wanted: Wanted
  /** Columns of the widest matrix. */
  readonly #columns: number

  constructor(packed: PackedWeights, call: RecurrentCall, kept: Kept, gradients: ResultGradients, wanted: Wanted) {
    const { inputSize, hiddenSize, numLayers, directions } = packed.spec
    // Read once, here: what runs when the caller's objects are read must not run in the middle.
    const { input, time, batch, batchFirst, lengths, hidden, cell, masks } = call
    const { output: dOutput, hidden: dHidden, cell: dCell } = gradients
    if (!(kept instanceof KeptRun) || kept.spec !== packed.spec)
      throw new TypeError('what was kept is not of a run of these weights')
    if (kept.time !== time || kept.batch !== batch)
      throw new RangeError(`what was kept is of time ${kept.time} and batch ${kept.batch}, not ${time} and ${batch}`)
    const width = directions * hiddenSize
    const states = numLayers * directions * batch * hiddenSize
    expectLength('input', input, time * batch * inputSize)
    if (hidden !== undefined) expectLength('hidden', hidden, states)
    if (masks !== undefined) {
      for (let layer = 0; layer < numLayers - 1; layer++)
        expectLength(`mask ${layer}`, masks[layer], time * batch * width)
    }
    if (dOutput !== undefined) expectLength('the gradient by output', dOutput, time * batch * width)
    if (dHidden !== undefined) expectLength('the gradient by hidden', dHidden, states)

    this.#packed = packed
    this.#kept = kept
    this.#call = { input, time, batch, batchFirst, lengths, hidden, cell, masks }
    this.#gradients = { output: dOutput, hidden: dHidden, cell: dCell }
    this.#wanted = { ...wanted }
    this.#rows = sequenceRows(this.#call)
    this.#columns = Math.max(inputSize, numLayers > 1 ? width : 0, hiddenSize)
    this.needed = this.#place(0).end
  }

  #place(start: number): Omit<Bench, 'exports' | 'floats'> & { readonly end: number } {
    const { inputSize, hiddenSize, numLayers, directions } = this.#packed.spec
    const columns = this.#columns
    let end = start
    const room = (size: number): number => {
      const at = end
      end += roundUp(size)
      return at
    }
    const slot = this.#rows.count * Math.max(inputSize, directions * hiddenSize)
    return {
      one: room(slot),
      other: room(slot),
      matrix: room(hiddenSize * columns),
      scratch: room(Math.max(Math.ceil(columns / 8) * 8 * hiddenSize, gradientScratch(columns))),
      zeros: room(columns + 8),
      dState: room(numLayers * directions * this.#call.batch * hiddenSize),
      dBias: room(hiddenSize),
      end,
    }
  }

  run(exports: LearningExports, floats: Float32Array, start: number): RecurrentGradients {
    const { inputSize, hiddenSize, numLayers, directions } = this.#packed.spec
    const bench: Bench = { exports, floats, ...this.#place(start) }
    const rows = this.#rows
    const width = directions * hiddenSize
    const weights: Float32Array[] = []
    clear(floats, bench.zeros, this.#columns + 8)
    let d = bench.one
    let slot = bench.other
    if (this.#gradients.output === undefined) clear(floats, d, rows.count * width)
    else loadRows(rows, floats, d, this.#gradients.output, width)
    for (let layer = numLayers - 1; layer >= 0; layer--) {
      loadRows(rows, floats, slot, this.#kept.outputs[layer] ?? none, width)
      for (let direction = 0; direction < directions; direction++) {
        this.#throughTime(bench, layer, direction, d + direction * hiddenSize, slot + direction * hiddenSize)
      }
      if (this.#wanted.weights) this.#weightGradients(bench, layer, d, slot, weights)
      if (layer === 0 && !this.#wanted.input) break
      this.#inputGradient(bench, layer, d, slot)
      const mask = this.#call.masks?.[layer - 1]
      if (mask !== undefined && layer > 0) maskRows(rows, floats, slot, mask, width)
      const done = d
      d = slot
      slot = done
    }
    return {
      input: this.#wanted.input ? unloadRows(rows, floats, d, inputSize) : undefined,
      hidden: this.#wanted.state ? this.#unloadStates(bench) : undefined,
      cell: undefined,
      weights: this.#wanted.weights ? weights : undefined,
    }
  }

  /** Packs a weight of `columns` columns, by rows, into `scratch`. */
  #pack({ exports, floats, matrix, scratch }: Bench, weight: Float32Array, columns: number): void {
    copyIn(floats, matrix, weight)
    exports.f32_pack_rows(matrix << 2, columns << 2, scratch << 2, columns, this.#packed.spec.hiddenSize)
  }

  #weight(layer: number, direction: number, number: number): Float32Array {
    const { directions, bias } = this.#packed.spec
    return this.#packed.weights[(layer * directions + direction) * (bias ? 4 : 2) + number] ?? none
  }

  /** Turns the gradient by a direction's output, at `d`, into that by its gates, and its output, at `out`, into the states before each step. */
  #throughTime(bench: Bench, layer: number, direction: number, d: number, out: number): void {
    const { exports, floats, scratch, zeros, dState } = bench
    const { kind, hiddenSize: h, directions } = this.#packed.spec
    const { stretches, ldRow, stepAt } = this.#rows
    const { hidden, batch: all } = this.#call
    const forwards = direction === 0
    const width = directions * h
    const ldFloats = ldRow * width
    const ld = ldFloats << 2
    const states = (layer * directions + direction) * all * h
    this.#pack(bench, this.#weight(layer, direction, 1), h)
    const ordered = forwards ? [...stretches].reverse() : stretches
    let running = 0
    ordered.forEach(({ start, end, batch }, i) => {
      const first = stepAt(forwards ? end - 1 : start) * width
      const last = stepAt(forwards ? start : end - 1) * width
      const step = (stepAt(start + 1) - stepAt(start)) * (forwards ? -width : width)
      // Who begins here ends here in the network's own order of time.
      this.#addStateGradients(floats, d + first, ldFloats, states, running, batch)
      const isRelu = kind === 'relu' ? 1 : 0
      exports.f32_elman_backward(
        (d + first) << 2,
        (out + first) << 2,
        scratch << 2,
        step << 2,
        ld,
        end - start,
        batch,
        h,
        isRelu,
      )
      const next = ordered[i + 1]
      running = next === undefined ? 0 : Math.min(batch, next.batch)
      const from = (d + last) << 2
      if (next !== undefined) {
        const nextRow = stepAt(forwards ? next.end - 1 : next.start) * width
        const to = (d + nextRow) << 2
        exports.f32_move_rows((out + nextRow) << 2, ld, (out + last) << 2, ld, running, h)
        exports.f32_gemm(from, ld, scratch << 2, to, ld, to, ld, running, h, h)
      }
      if (running === batch) return
      if (this.#wanted.weights) this.#loadStates(floats, out + last, ldFloats, hidden, states, running, batch)
      if (this.#wanted.state) {
        const to = dState + states + running * h
        exports.f32_gemm(from + running * ld, ld, scratch << 2, zeros << 2, 0, to << 2, h << 2, batch - running, h, h)
      }
    })
  }

  /** The caller's number of a sequence. */
  #sequence(row: number): number {
    return this.#rows.packed?.order[row] ?? row
  }

  #addStateGradients(floats: Float32Array, at: number, ld: number, states: number, from: number, to: number): void {
    const { hidden } = this.#gradients
    if (hidden === undefined) return
    const { hiddenSize } = this.#packed.spec
    for (let row = from; row < to; row++) {
      const source = states + this.#sequence(row) * hiddenSize
      const target = at + row * ld
      for (let i = 0; i < hiddenSize; i++) floats[target + i] = (floats[target + i] ?? 0) + (hidden[source + i] ?? 0)
    }
  }

  #loadStates(
    floats: Float32Array,
    at: number,
    ld: number,
    hidden: Float32Array | undefined,
    states: number,
    from: number,
    to: number,
  ): void {
    const { hiddenSize } = this.#packed.spec
    for (let row = from; row < to; row++) {
      if (hidden === undefined) clear(floats, at + row * ld, hiddenSize)
      else copyPartIn(floats, at + row * ld, hidden, states + this.#sequence(row) * hiddenSize, hiddenSize)
    }
  }

  #unloadStates({ floats, dState }: Bench): Float32Array {
    const { hiddenSize, numLayers, directions } = this.#packed.spec
    const { batch } = this.#call
    const count = numLayers * directions * batch
    if (this.#rows.packed === undefined) return copyOut(floats, dState, count * hiddenSize)
    const to = new Float32Array(count * hiddenSize)
    for (let row = 0; row < count; row++) {
      const sequence = row - (row % batch) + this.#sequence(row % batch)
      copyPartIn(to, sequence * hiddenSize, floats, dState + row * hiddenSize, hiddenSize)
    }
    return to
  }

  /** From the gradient by the gates, at `d`, and the states before each step, at `slot`, which the layer's input then takes the place of. */
  #weightGradients(
    { exports, floats, matrix, scratch, dBias }: Bench,
    layer: number,
    d: number,
    slot: number,
    weights: Float32Array[],
  ): void {
    const { inputSize, hiddenSize: h, directions, bias } = this.#packed.spec
    const rows = this.#rows
    const width = directions * h
    const ld = width << 2
    const product = (direction: number, x: number, ldX: number, columns: number): Float32Array => {
      clear(floats, matrix, h * columns)
      const from = (d + direction * h) << 2
      exports.f32_gradient_gemm(from, ld, x << 2, ldX << 2, matrix << 2, h, columns, rows.count, scratch << 2)
      return copyOut(floats, matrix, h * columns)
    }
    const at = (direction: number): number => (layer * directions + direction) * (bias ? 4 : 2)
    for (let direction = 0; direction < directions; direction++) {
      weights[at(direction) + 1] = product(direction, slot + direction * h, width, h)
      if (!bias) continue
      clear(floats, dBias, h)
      exports.f32_add_column_sums((d + direction * h) << 2, ld, dBias << 2, rows.count, h)
      weights[at(direction) + 2] = copyOut(floats, dBias, h)
      weights[at(direction) + 3] = copyOut(floats, dBias, h)
    }
    const columns = layer === 0 ? inputSize : width
    loadRows(rows, floats, slot, layer === 0 ? this.#call.input : (this.#kept.outputs[layer - 1] ?? none), columns)
    const mask = this.#call.masks?.[layer - 1]
    if (mask !== undefined && layer > 0) maskRows(rows, floats, slot, mask, width)
    for (let direction = 0; direction < directions; direction++)
      weights[at(direction)] = product(direction, slot, columns, columns)
  }

  /** From the gradient by the gates, at `d`, that by the layer's input, to `to`. */
  #inputGradient(bench: Bench, layer: number, d: number, to: number): void {
    const { inputSize, hiddenSize: h, directions } = this.#packed.spec
    const { exports, scratch, zeros } = bench
    const columns = layer === 0 ? inputSize : directions * h
    const ld = columns << 2
    for (let direction = 0; direction < directions; direction++) {
      this.#pack(bench, this.#weight(layer, direction, 0), columns)
      const init = direction === 0 ? zeros : to
      exports.f32_gemm_blocked(
        (d + direction * h) << 2,
        (directions * h) << 2,
        scratch << 2,
        init << 2,
        direction === 0 ? 0 : ld,
        to << 2,
        ld,
        this.#rows.count,
        columns,
        h,
      )
    }
  }
}
