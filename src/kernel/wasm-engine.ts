/**
 * The engine on WebAssembly: holds the weights and the workbench, and hands a call to `run.ts`.
 *
 * A call reads all of the caller's objects before it writes, so nothing of the caller's (a getter, say) can run in the middle and call in again.
 */
import { Arena, type Block, noBlock } from './arena.js'
import { backwardPlanOf, benchOf } from './backward-plan.js'
import type {
  EngineName,
  Kept,
  Packed,
  Products,
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  ResultGradients,
  TrainingEngine,
  Wanted,
} from './contract.js'
import { KeptRun } from './kept-run.js'
import type { KernelExports } from './kernel-exports.js'
import { expectLength, PackedWeights } from './packed-weights.js'
import { planOf } from './plan.js'
import { multiply, multiplyOverRows, type Order, PackedMatrix, sumOfRows } from './product.js'
import type { Residence, Resident } from './resident.js'
import { runForward } from './run.js'
import { runBackward } from './run-backward.js'

export class WasmEngine implements TrainingEngine, Products {
  readonly name: EngineName
  readonly exports: KernelExports
  readonly arena: Arena
  #bench: Block = noBlock
  /** Right factors of products that came once, or again and again. */
  readonly #factors = {
    rows: new WeakMap<Float32Array, PackedMatrix>(),
    columns: new WeakMap<Float32Array, PackedMatrix>(),
  }
  #registry: FinalizationRegistry<Residence>

  constructor(name: EngineName, exports: KernelExports) {
    this.name = name
    this.exports = exports
    this.arena = new Arena(exports.memory)
    this.#registry = this.#newRegistry()
  }

  #newRegistry(): FinalizationRegistry<Residence> {
    // A registry that was replaced may still call, so what is released is forgotten: a block must not be free twice.
    return new FinalizationRegistry((residence) => {
      this.arena.release(residence.block)
      residence.block = noBlock
    })
  }

  pack(spec: RecurrentSpec, weights: readonly Float32Array[]): Packed {
    const packed = new PackedWeights(this, { ...spec }, [...weights])
    this.#makeReady(packed, 0)
    return packed
  }

  forward(packed: Packed, call: RecurrentCall): RecurrentResult {
    return this.#run(packed, call, false).result
  }

  record(packed: Packed, call: RecurrentCall): { readonly result: RecurrentResult; readonly kept: Kept } {
    return this.#run(packed, call, true)
  }

  backward(
    packed: Packed,
    call: RecurrentCall,
    kept: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ): RecurrentGradients {
    const own = this.#own(packed)
    const plan = backwardPlanOf(own, call, kept, gradients, wanted)
    let bench = benchOf(this.exports, this.arena.floats, plan.kept, this.#bench.start)
    // Most often there is room where the last call was, and the places are right.
    if (this.#reserve(own, bench.end - this.#bench.start))
      bench = benchOf(this.exports, this.arena.floats, plan.kept, this.#bench.start)
    return runBackward(bench, plan)
  }

  productOfRows(a: Float32Array, b: Float32Array, M: number, K: number, N: number): Float32Array {
    return this.#multiply('rows', a, b, M, K, N, undefined)
  }

  productByColumns(
    a: Float32Array,
    b: Float32Array,
    M: number,
    K: number,
    N: number,
    bias?: Float32Array,
  ): Float32Array {
    return this.#multiply('columns', a, b, M, K, N, bias)
  }

  productOverRows(a: Float32Array, b: Float32Array, K: number, M: number, N: number): Float32Array {
    return multiplyOverRows(this.exports, this.arena, this.#place, a, b, K, M, N)
  }

  sumOfRows(a: Float32Array, M: number, N: number): Float32Array {
    return sumOfRows(this.exports, this.arena, this.#place, a, M, N)
  }

  #multiply(
    order: Order,
    a: Float32Array,
    b: Float32Array,
    M: number,
    K: number,
    N: number,
    bias: Float32Array | undefined,
  ): Float32Array {
    const known = this.#factors[order].get(b)
    const lasts = known !== undefined && known.K === K && known.N === N
    const factor = lasts ? known : new PackedMatrix(b, K, N, order)
    if (!lasts) this.#factors[order].set(b, factor)
    return multiply(this.exports, this.arena, this.#place, a, factor, M, bias, lasts)
  }

  /** A workbench of so many floats, and the resident in its block; gives the workbench's start. */
  readonly #place = (needed: number, resident: Resident | undefined): number => {
    this.#reserve(resident, needed)
    return this.#bench.start
  }

  #run(packed: Packed, call: RecurrentCall, keep: true): { readonly result: RecurrentResult; readonly kept: Kept }
  #run(packed: Packed, call: RecurrentCall, keep: false): { readonly result: RecurrentResult }
  #run(
    packed: Packed,
    call: RecurrentCall,
    keep: boolean,
  ): { readonly result: RecurrentResult; readonly kept: Kept | undefined } {
    const own = this.#own(packed)
    const { input, time, batch, batchFirst, lengths, hidden, cell, masks } = call
    const plan = planOf(own, time, batch, batchFirst, lengths, keep)
    expectLength('input', input, plan.inputFloats)
    if (hidden !== undefined) expectLength('hidden', hidden, plan.hiddenFloats)
    if (cell !== undefined) expectLength('cell', cell, plan.cellFloats)
    if (masks !== undefined)
      for (let layer = 0; layer < own.spec.numLayers - 1; layer++)
        expectLength(`mask ${layer}`, masks[layer], plan.maskFloats)
    this.#reserve(own, plan.needed)
    const kept = keep ? new KeptRun(own, plan, input, hidden, cell, masks) : undefined
    const { floats } = this.arena
    const result = runForward(this.exports, floats, this.#bench.start, own, plan, input, hidden, cell, masks, kept)
    return { result, kept }
  }

  /** Makes sure of the weights, if there are any, and of a workbench of `needed` floats. True when things may have moved. */
  #reserve(packed: Resident | undefined, needed: number): boolean {
    const { generation } = this.arena
    if (this.#bench.size >= needed && (packed?.residence.block ?? this.#bench).generation === generation) return false
    this.#makeReady(packed, needed)
    return true
  }

  #own(packed: Packed): PackedWeights {
    if (!(packed instanceof PackedWeights) || packed.engine !== this)
      throw new TypeError(`these weights were not packed by the engine ${this.name}`)
    return packed
  }

  /** Where calls compute; its content means nothing between calls. */
  get workbench(): Block {
    return this.#bench
  }

  /** Gives the weights a block and fills it, and the workbench at least `needed` floats; voids all other weights if there is no other way. */
  #makeReady(packed: Resident | undefined, needed: number): void {
    const { arena } = this
    const residence = packed?.residence ?? { block: noBlock }
    const placed = packed === undefined || residence.block.generation === arena.generation
    const wanted = Math.max(needed, placed ? 0 : packed.stagingSize)
    if (this.#bench.generation !== arena.generation || this.#bench.size < wanted) {
      arena.release(this.#bench)
      // Half as much again, or a sequence that grows step by step would grow the workbench at each call.
      this.#bench = arena.take(Math.ceil(1.5 * wanted)) ?? noBlock
    }
    if (!placed) residence.block = arena.take(packed.size) ?? noBlock
    const flushed = this.#bench === noBlock || (packed !== undefined && residence.block === noBlock)
    if (flushed) {
      arena.flush()
      // All blocks are void, so nothing that was registered is waited for: a registry keeps its entries until the event loop has a turn.
      this.#registry = this.#newRegistry()
      // Void before the next two lines, which may throw.
      this.#bench = noBlock
      residence.block = noBlock
      this.#bench = arena.takeBeyondLimit(Math.max(wanted, packed?.stagingSize ?? 0))
      if (packed !== undefined) residence.block = arena.takeBeyondLimit(packed.size)
    }
    if (packed !== undefined && (flushed || !placed)) {
      this.#registry.register(packed, residence)
      packed.fill(arena, this.#bench.start, this.exports)
    }
  }
}
