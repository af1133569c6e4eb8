/**
 * The kernel's way back, beside the engine: only who takes gradients imports it. Its module works in the memory of the engine's own one, and is
 * made when an engine first goes back.
 */
import { type Bench, backwardPlanOf, benchOf } from './backward-plan.js'
import { backward, forward } from './bytes.js'
import type { Engine, WayBack } from './contract.js'
import { host } from './host.js'
import { instantiate } from './instance.js'
import type { BackwardExports } from './kernel-exports.js'
import { multiplyOverRows, sumOverRows } from './row-products.js'
import { runBackward } from './run-backward.js'
import type { Workshop } from './workshop.js'

const known = new WeakMap<Workshop, Bench['exports']>()

const exportsOf = (engine: Workshop): Bench['exports'] => {
  const made = known.get(engine)
  if (made !== undefined) return made
  // Where there is an engine, its host has this.
  if (host.WebAssembly === undefined) throw new TypeError('there is no WebAssembly any more')
  const own = instantiate<BackwardExports>(host.WebAssembly, engine.name, [forward, backward], { 0: engine.exports })
  const exports = { ...engine.exports, ...own }
  known.set(engine, exports)
  return exports
}

/** Back through time on the engine that packed the weights. Throws RangeError and TypeError as the contract's `backward` does. */
const kernel: WayBack['kernel'] = (packed, call, kept, gradients, wanted) => {
  const plan = backwardPlanOf(packed, call, kept, gradients, wanted)
  const own = plan.kept.packed
  const { engine } = own
  const exports = exportsOf(engine)
  let bench = benchOf(exports, engine.arena.floats, plan, engine.workbench.start)
  // Most often there is room where the last call was, and the places are right.
  if (engine.reserve(own, bench.end - engine.workbench.start))
    bench = benchOf(exports, engine.arena.floats, plan, engine.workbench.start)
  return runBackward(bench, plan)
}

// Known by what it has: asking for its class would bring the whole engine to everyone who takes gradients.
const isWorkshop = (engine: Engine): engine is Engine & Workshop => 'workbench' in engine

const own = (engine: Engine): Workshop => {
  if (!isWorkshop(engine)) throw new TypeError('this engine is no kernel')
  return engine
}

/** What the kernel needs for the way back. */
export const kernelBackward: Omit<WayBack, 'pullBack'> = {
  kernel,
  productOverRows: (engine, ...rest) => multiplyOverRows(own(engine), exportsOf(own(engine)), ...rest),
  sumOfRows: (engine, ...rest) => sumOverRows(own(engine), exportsOf(own(engine)), ...rest),
}
