/**
 * The kernel's way back, beside the engine: only who takes gradients imports it. Its module works in the memory of the engine's own one, and is
 * made when an engine first goes back.
 */
import { noBlock } from './arena.js'
import { type Bench, backwardPlanOf, benchOf } from './backward-plan.js'
import { backward, forward } from './bytes.js'
import type { Engine, Packed, WayBack } from './contract.js'
import { host } from './host.js'
import { compile } from './instance.js'
import { KeptRun } from './kept-run.js'
import type { BackwardExports, KernelExports } from './kernel-exports.js'
import type { PackedWeights } from './packed-weights.js'
import { runRecorded } from './record.js'
import { multiplyOverRows, sumOverRows } from './row-products.js'
import { runBackward } from './run-backward.js'
import { scaledDifference, squaredDistance } from './squared-error.js'
import type { Workshop } from './workshop.js'

const modules = new WeakMap<Workshop, (imported: object) => BackwardExports>()
const known = new WeakMap<KernelExports, Bench['exports']>()

const moduleOf = (engine: Workshop): ((imported: object) => BackwardExports) => {
  const made = modules.get(engine)
  if (made !== undefined) return made
  // Where there is an engine, its host has this.
  if (host.WebAssembly === undefined) throw new TypeError('there is no WebAssembly any more')
  const module = compile<BackwardExports>(host.WebAssembly, engine.name, [forward, backward])
  modules.set(engine, module)
  return module
}

/** What works in the memory that the engine has now. */
const exportsOf = (engine: Workshop): Bench['exports'] => {
  const { exports } = engine.arena
  const made = known.get(exports)
  if (made !== undefined) return made
  const both = { ...exports, ...moduleOf(engine)(exports) }
  known.set(exports, both)
  return both
}

/** Back through time on the engine that packed the weights. Throws RangeError and TypeError as the contract's `backward` does. */
const kernel: WayBack['kernel'] = (packed, call, kept, gradients, wanted) => {
  const plan = backwardPlanOf(packed, call, kept, gradients, wanted)
  const own = plan.kept.packed
  const { engine } = own
  // Weights whose gradients are taken are about to change, and the way back packs its own: it takes their room.
  const { block } = own.residence
  if (wanted.weights) {
    engine.arena.release(block)
    own.residence.block = noBlock
  }
  for (;;) {
    const { floats, generation, top } = engine.arena
    const isFree = wanted.weights && block.generation === generation
    const bench = benchOf(exportsOf(engine), floats, plan, top, isFree ? block : noBlock)
    if (!engine.reserve(undefined, bench.end - top)) return runBackward(bench, plan)
  }
}

/** As the contract's `record`. */
const record: WayBack['record'] = (packed, call) => {
  if (!isPackedWeights(packed)) throw new TypeError('these weights are not packed for a kernel')
  return runRecorded(packed, call)
}

// Known by what they have: asking for a class would bring the whole engine to everyone who takes gradients.
const isPackedWeights = (packed: Packed): packed is PackedWeights => 'residence' in packed
const isWorkshop = (engine: Engine): engine is Engine & Workshop => 'arena' in engine

const own = (engine: Engine): Workshop => {
  if (!isWorkshop(engine)) throw new TypeError('this engine is no kernel')
  return engine
}

/** What the kernel needs for the way back. */
export const kernelBackward: Omit<WayBack, 'pullBack' | 'whole'> = {
  record,
  kernel,
  forget: (kept) => {
    if (kept instanceof KeptRun) kept.forget()
  },
  productOverRows: (engine, ...rest) => multiplyOverRows(own(engine), exportsOf, ...rest),
  sumOfRows: (engine, ...rest) => sumOverRows(own(engine), exportsOf, ...rest),
  squaredDistance: (engine, ...rest) => squaredDistance(own(engine), exportsOf(own(engine)), ...rest),
  scaledDifference: (engine, ...rest) => scaledDifference(own(engine), exportsOf(own(engine)), ...rest),
}
