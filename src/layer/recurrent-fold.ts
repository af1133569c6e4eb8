import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import type {
  Kept,
  Packed,
  RecurrentCall,
  RecurrentGradients,
  RecurrentResult,
  RecurrentSpec,
  Result,
  ResultGradients,
  TrainingEngine,
  Wanted,
  WayBack,
} from '../kernel/contract.js'
import { concatAt } from '../op/concat.js'
import { mul } from '../op/mul.js'
import { floatsOf } from '../tensor/tensor.js'
import { recurrent } from './recurrent.js'
import { cellsOf, type State, type Step, type Weights, weightsOf, widthOf } from './recurrent-cells.js'
import { checkCall, type Group, groupsOf, joinStates, joinSteps, statesOf, stepsOf, take } from './recurrent-groups.js'

/**
 * The kernel's contract kept by the fold: arrays in, the recurrence over cells, arrays out. It is the specification that the kernel is proven
 * equal to, and what runs where there is no WebAssembly SIMD.
 */

/** The weights behind what `pack` gave out. */
const packs = new WeakMap<Packed, readonly Weights[]>()

const pack = (spec: RecurrentSpec, arrays: readonly Float32Array[]): Packed => {
  const packed: Packed = { spec, bytes: 0 }
  packs.set(packed, weightsOf(spec, arrays))
  return packed
}

const unpack = (packed: Packed): readonly Weights[] => {
  const weights = packs.get(packed)
  if (weights === undefined) throw new TypeError('these weights were not packed by the fold')
  return weights
}

/** Both directions of a step side by side. */
const sideBySide = (f: Step, b: Step): Step => concatAt(f, b, 1, f.axes[1], b.axes[1])

/** What goes into a group's run. */
interface Given {
  readonly weights: readonly Weights[]
  readonly steps: readonly Step[]
  readonly states: readonly State[]
}

/** What comes out of it. */
type Run = readonly [outputs: readonly Step[], ends: readonly State[]]

const run = (spec: RecurrentSpec, { masks }: RecurrentCall, group: Group, { weights, steps, states }: Given): Run => {
  const width = spec.directions * widthOf(spec)
  const pass = (layer: number, outputs: readonly Step[]): readonly Step[] => {
    const mask = masks?.[layer]
    return mask === undefined ? outputs : outputs.map((output, t) => mul(output, take(mask, width, group.mask(t))))
  }
  return recurrent(cellsOf(spec, weights), { join: sideBySide, pass })(states)(steps)
}

const forward = (packed: Packed, call: RecurrentCall): RecurrentResult => {
  const { spec } = packed
  const weights = unpack(packed)
  checkCall(spec, call)
  const groups = groupsOf(call)
  const runs = groups.map((group) =>
    run(spec, call, group, { weights, steps: stepsOf(spec, call, group), states: statesOf(spec, call, group) }),
  )
  const outputs = runs.map(([steps]) => steps)
  const ends = runs.map(([, states]) => states)
  return {
    output: joinSteps(spec.directions * widthOf(spec), call, groups, outputs),
    ...joinStates(spec, call, groups, ends),
  }
}

/** What a run gives, each with the gradient that is asked for by it. */
const resultsOf = (
  { output, hidden, cell }: { readonly [result in keyof ResultGradients]: Float32Array | undefined },
  group: Group,
  [outputs, ends]: Run,
): readonly Result[] => {
  const beside = (result: Step | undefined, by: Float32Array | undefined, rows: readonly number[]): Result => [
    result,
    result && by && floatsOf(take(by, result.shape[1], rows)),
  ]
  return [
    ...outputs.map((step, t) => beside(step, output, group.sequence(t))),
    ...ends.map((end, index) => beside(end.hidden, hidden, group.state(index))),
    ...ends.map((end, index) => beside(end.cell, cell, group.state(index))),
  ]
}

/** The definition of the gradients: the fold, run again on a tape. */
const backward = (
  { pullBack, whole }: WayBack,
  packed: Packed,
  call: RecurrentCall,
  gradients: ResultGradients,
  wanted: Wanted,
): RecurrentGradients => {
  const { spec } = packed
  const output = gradients.output && whole(gradients.output)
  const weights = unpack(packed)
  checkCall(spec, call)
  const groups = groupsOf(call)
  const steps = groups.map((group) => stepsOf(spec, call, group))
  const states = groups.map((group) => statesOf(spec, call, group))
  const all = { weights, steps, states }
  const asked: Partial<typeof all> = {
    ...(wanted.weights && { weights }),
    ...(wanted.input && { steps }),
    ...(wanted.state && { states }),
  }
  const results = (by: typeof asked): readonly Result[] => {
    const given = { ...all, ...by }
    return groups.flatMap((group, i) => {
      const one = { weights: given.weights, steps: given.steps[i] ?? [], states: given.states[i] ?? [] }
      return resultsOf({ ...gradients, output }, group, run(spec, call, group, one))
    })
  }
  const found = pullBack(results, asked)
  const { hidden, cell } = found.states === undefined ? {} : joinStates(spec, call, groups, found.states)
  return {
    input: found.steps && joinSteps(spec.inputSize, call, groups, found.steps),
    hidden,
    cell,
    weights: found.weights?.flatMap((one) => Object.values<FloatTensor<Shape>>({ ...one }).map(floatsOf)),
  }
}

/** The engine that folds. It keeps nothing for the way back. */
export const foldEngine = {
  name: 'fold',
  pack,
  // What it packs takes no room of its own.
  release: () => undefined,
  forward,
  record: (_: WayBack, packed: Packed, call: RecurrentCall) => ({ result: forward(packed, call), kept: { bytes: 0 } }),
  backward: (
    wayBack: WayBack,
    packed: Packed,
    call: RecurrentCall,
    _: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ) => backward(wayBack, packed, call, gradients, wanted),
} as const satisfies TrainingEngine
