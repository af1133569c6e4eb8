/**
 * The engine on WebAssembly: copies a call's arrays into the workbench, runs the layers, copies the results out.
 *
 *     workbench : [input][hidden before][hidden after][output of odd layers][output of even layers]
 *
 * Every call writes all that it reads, so nothing depends on the call before; and it reads all of the caller's objects before it writes,
 * so nothing of the caller's (a getter, say) can run in the middle and call in again.
 */
import { Arena, type Block, expectRoom, noBlock, roundUp } from './arena.js'
import type {
  EngineName,
  Kept,
  Packed,
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  ResultGradients,
  TrainingEngine,
  Wanted,
} from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { WasmMemory } from './host.js'
import { KeptRun } from './kept-run.js'
import { expectLength, PackedWeights, type Residence } from './packed-weights.js'
import { BackwardPass, type LearningExports } from './wasm-backward.js'

type WasmFunction = (...args: number[]) => void

/** What the modules export; src/kernel/assembly/module.ts is the other side. */
export interface KernelExports extends LearningExports {
  readonly memory: WasmMemory
  readonly f32_pack_panels: WasmFunction
  readonly f32_elman: WasmFunction
  readonly f32_tanh: WasmFunction
  readonly f32_sigmoid: WasmFunction
  readonly f32_relu: WasmFunction
}

export class WasmEngine implements TrainingEngine {
  readonly name: EngineName
  readonly exports: KernelExports
  readonly arena: Arena
  #bench: Block = noBlock
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
    return this.#run(this.#own(packed), call)
  }

  record(packed: Packed, call: RecurrentCall): { readonly result: RecurrentResult; readonly kept: Kept } {
    const own = this.#own(packed)
    const kept = new KeptRun(own.spec, call.time, call.batch)
    return { result: this.#run(own, call, kept), kept }
  }

  backward(
    packed: Packed,
    call: RecurrentCall,
    kept: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ): RecurrentGradients {
    const own = this.#own(packed)
    const pass = new BackwardPass(own, call, kept, gradients, wanted)
    if (this.#bench.size < pass.needed || this.#bench.generation !== this.arena.generation)
      this.#makeReady(own, pass.needed)
    return pass.run(this.exports, this.arena.floats, this.#bench.start)
  }

  #own(packed: Packed): PackedWeights {
    if (!(packed instanceof PackedWeights) || packed.engine !== this)
      throw new TypeError(`these weights were not packed by the engine ${this.name}`)
    return packed
  }

  #run(packed: PackedWeights, call: RecurrentCall, kept?: KeptRun): RecurrentResult {
    const { input, time, batch, batchFirst, hidden, masks } = call
    const { kind, inputSize, hiddenSize, numLayers, directions } = packed.spec
    const steps = time * batch
    const width = directions * hiddenSize
    const stateSize = batch * hiddenSize
    const stateFloats = numLayers * directions * stateSize
    if (!(time >= 1 && batch >= 1)) throw new RangeError(`time ${time} and batch ${batch} must be positive`)
    expectLength('input', input, steps * inputSize)
    if (hidden !== undefined) expectLength('hidden', hidden, stateFloats)
    if (masks !== undefined) {
      for (let layer = 0; layer < numLayers - 1; layer++) expectLength(`mask ${layer}`, masks[layer], steps * width)
    }

    const outputFloats = steps * width
    const outputs = numLayers > 1 ? 2 : 1
    const needed = input.length + 2 * stateFloats + outputs * outputFloats + 64
    expectRoom(needed)
    if (this.#bench.size < needed || packed.residence.block.generation !== this.arena.generation)
      this.#makeReady(packed, needed)

    const { floats } = this.arena
    const inputAt = this.#bench.start
    const before = inputAt + roundUp(input.length)
    const after = before + roundUp(stateFloats)
    const firstOutput = after + roundUp(stateFloats)
    const secondOutput = firstOutput + roundUp(outputFloats)
    copyIn(floats, inputAt, input)
    if (hidden === undefined) clear(floats, before, stateFloats)
    else copyIn(floats, before, hidden)

    const weights = packed.residence.block.start
    const isRelu = kind === 'relu' ? 1 : 0
    // From one time step to the next, and from one sequence of the batch to the next.
    const ldStep = batchFirst ? width : batch * width
    const ldRow = batchFirst ? time * width : width
    let from = inputAt
    let to = firstOutput
    for (let layer = 0; layer < numLayers; layer++) {
      to = layer % 2 === 0 ? firstOutput : secondOutput
      for (let direction = 0; direction < directions; direction++) {
        const index = layer * directions + direction
        const placed = packed.layout[index]
        if (placed === undefined) throw new Error('the layout covers all layers')
        const out = to + direction * hiddenSize
        const state = index * stateSize
        const first = direction === 0 ? out : out + (time - 1) * ldStep
        const next = direction === 0 ? ldStep : -ldStep
        // Addresses and distances in bytes, which may pass 2 GB: WebAssembly takes them modulo 2^32, and so does `<<`.
        this.exports.f32_elman(
          from << 2,
          (weights + placed.wIh) << 2,
          (weights + placed.wHh) << 2,
          (weights + placed.bias) << 2,
          (before + state) << 2,
          (after + state) << 2,
          out << 2,
          width << 2,
          first << 2,
          next << 2,
          ldRow << 2,
          time,
          batch,
          placed.input,
          hiddenSize,
          isRelu,
        )
      }
      if (layer < numLayers - 1) kept?.outputs.push(copyOut(floats, to, outputFloats))
      const mask = masks?.[layer]
      if (mask !== undefined && layer < numLayers - 1) applyMask(floats, to, mask, time, batch, width, batchFirst)
      from = to
    }
    const output = copyOut(floats, to, outputFloats)
    kept?.outputs.push(output)
    // In a stream of single steps a second array would cost as much as a tenth of the step.
    const isState = time === 1 && numLayers * directions === 1
    return { output, hidden: isState ? output : copyOut(floats, after, stateFloats), cell: undefined }
  }

  /** Where calls compute; its content means nothing between calls. */
  get workbench(): Block {
    return this.#bench
  }

  /** Gives the weights a block and fills it, and the workbench at least `needed` floats; voids all other weights if there is no other way. */
  #makeReady(packed: PackedWeights, needed: number): void {
    const { arena } = this
    const { residence } = packed
    const placed = residence.block.generation === arena.generation
    const wanted = Math.max(needed, placed ? 0 : packed.stagingSize)
    if (this.#bench.generation !== arena.generation || this.#bench.size < wanted) {
      arena.release(this.#bench)
      // Half as much again, or a sequence that grows step by step would grow the workbench at each call.
      this.#bench = arena.take(Math.ceil(1.5 * wanted)) ?? noBlock
    }
    if (!placed) residence.block = arena.take(packed.size) ?? noBlock
    const flushed = this.#bench === noBlock || residence.block === noBlock
    if (flushed) {
      arena.flush()
      // All blocks are void, so nothing that was registered is waited for: a registry keeps its entries until the event loop has a turn.
      this.#registry = this.#newRegistry()
      // Void before the next two lines, which may throw.
      this.#bench = noBlock
      residence.block = noBlock
      this.#bench = arena.takeBeyondLimit(Math.max(wanted, packed.stagingSize))
      residence.block = arena.takeBeyondLimit(packed.size)
    }
    if (flushed || !placed) {
      this.#registry.register(packed, residence)
      packed.fill(arena, this.#bench.start, this.exports.f32_pack_panels)
    }
  }
}

/** Multiplies a layer's output by its dropout mask, which is time-major whatever the output's order is. */
const applyMask = (
  floats: Float32Array,
  at: number,
  mask: Float32Array,
  time: number,
  batch: number,
  width: number,
  batchFirst: boolean,
): void => {
  let next = 0
  for (let t = 0; t < time; t++) {
    for (let b = 0; b < batch; b++) {
      const row = at + (batchFirst ? b * time + t : t * batch + b) * width
      for (let i = 0; i < width; i++) floats[row + i] = (floats[row + i] ?? 0) * (mask[next++] ?? 0)
    }
  }
}
