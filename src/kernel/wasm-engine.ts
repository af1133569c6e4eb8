/**
 * The engine on WebAssembly: holds the weights and the workbench, and hands a call to `run.ts`.
 *
 * A call reads all of the caller's objects before it writes, so nothing of the caller's (a getter, say) can run in the middle and call in again.
 */
import { Arena, exhausted, noBlock } from './arena.js'
import type {
  Kept,
  KernelName,
  Packed,
  Recorded,
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  ResultGradients,
  TrainingEngine,
  Wanted,
  WayBack,
} from './contract.js'
import type { KernelExports } from './kernel-exports.js'
import { NetworkLayout } from './network-layout.js'
import { PackedWeights } from './packed-weights.js'
import { expectArrays, planOf } from './plan.js'
import { runForward } from './run.js'
import type { Residence, Resident, Workshop } from './workshop.js'

export class WasmEngine implements TrainingEngine, Workshop {
  readonly name: KernelName
  readonly arena: Arena
  readonly #networks = new WeakMap<RecurrentSpec, NetworkLayout>()
  #registry: FinalizationRegistry<Residence>

  /** `instance` as the arena's. */
  constructor(name: KernelName, instance: (pages: number) => KernelExports) {
    this.name = name
    this.arena = new Arena(instance)
    this.#registry = this.#newRegistry()
  }

  #newRegistry(): FinalizationRegistry<Residence> {
    // A registry that was replaced may still call, so what is released is forgotten: a block must not be free twice.
    return new FinalizationRegistry((residence) => {
      this.arena.release(residence.block)
      residence.block = noBlock
    })
  }

  #networkOf(spec: RecurrentSpec): NetworkLayout {
    const known = this.#networks.get(spec)
    if (known !== undefined) return known
    const network = new NetworkLayout({ ...spec })
    // What is not frozen may be another network tomorrow.
    if (Object.isFrozen(spec)) this.#networks.set(spec, network)
    return network
  }

  pack(spec: RecurrentSpec, weights: readonly Float32Array[], isPassing = false): Packed {
    const packed = new PackedWeights(this, this.#networkOf(spec), [...weights], isPassing)
    this.#makeReady(packed, 0)
    return packed
  }

  release(packed: Packed): void {
    const own = this.#own(packed)
    const { residence } = own
    this.arena.release(residence.block)
    residence.block = noBlock
    // Whoever still uses them does not promise a second time.
    own.isPassing = false
  }

  forward(packed: Packed, call: RecurrentCall): RecurrentResult {
    const own = this.#own(packed)
    const { input, time, batch, batchFirst, lengths, hidden, cell, masks } = call
    const plan = planOf(own.network, time, batch, batchFirst, lengths, false)
    expectArrays(own.network, plan, input, hidden, cell, masks)
    this.reserve(own, plan.needed)
    const { exports, floats, top } = this.arena
    return runForward(exports, floats, top, own, plan, input, hidden, cell, masks)
  }

  record(wayBack: WayBack, packed: Packed, call: RecurrentCall): Recorded {
    return wayBack.record(this.#own(packed), call)
  }

  backward(
    wayBack: WayBack,
    packed: Packed,
    call: RecurrentCall,
    kept: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ): RecurrentGradients {
    return wayBack.kernel(this.#own(packed), call, kept, gradients, wanted)
  }

  reserve(resident: Resident | undefined, needed: number): boolean {
    const { arena } = this
    const { generation, top, floats } = arena
    const placed = resident === undefined || resident.residence.block.generation === generation
    if (!placed || !arena.hasBench(needed)) this.#makeReady(resident, needed)
    return generation !== arena.generation || top !== arena.top || floats !== arena.floats
  }

  #own(packed: Packed): PackedWeights {
    if (!(packed instanceof PackedWeights) || packed.engine !== this)
      throw new TypeError(`these weights were not packed by the engine ${this.name}`)
    return packed
  }

  /** Gives a resident a block and fills it, and the workbench at least `needed` floats; voids all blocks if there is no other way. */
  #makeReady(resident: Resident | undefined, needed: number): void {
    const { arena } = this
    const residence = resident?.residence ?? { block: noBlock }
    const placed = resident === undefined || residence.block.generation === arena.generation
    const bench = Math.max(needed, placed ? 0 : resident.stagingSize)
    if (!placed) residence.block = arena.take(resident.size) ?? noBlock
    const flushed = (!placed && residence.block === noBlock) || !arena.hasBench(bench)
    if (flushed) {
      arena.flush()
      // All blocks are void, so nothing that was registered is waited for: a registry keeps its entries until the event loop has a turn.
      this.#registry = this.#newRegistry()
      // Void before what follows, which may throw.
      residence.block = noBlock
      if (resident !== undefined) residence.block = arena.takeBeyondLimit(resident.size)
      const all = Math.max(bench, resident?.stagingSize ?? 0)
      if (!arena.hasBench(all)) {
        arena.release(residence.block)
        residence.block = noBlock
        throw exhausted(arena.top + all)
      }
    }
    if (resident !== undefined && (flushed || !placed)) {
      if (!resident.isPassing) this.#registry.register(resident, residence)
      resident.fill(arena, arena.top)
    }
  }
}
