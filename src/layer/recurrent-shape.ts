import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Shape } from '../../types/shape.js'
import { axisOf } from '../tensor/axis.js'
import { labelOf, Names, rolesOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'
import type { Facts } from './facts.js'

/** The run-time twin of `types/recurrent.ts`: the same rules, in the same order, with the same sentences. */

/** What the rules know of a network: its axes, and how it speaks of itself. */
export interface Net {
  readonly who: string
  readonly input: AnyAxis
  readonly hidden: AnyAxis
  readonly output: AnyAxis
  /** One state for each layer and direction. */
  readonly states: AnyAxis
  readonly layers: number
  readonly directions: 1 | 2
  readonly batchFirst: boolean
}

type Tensor = FloatTensor<Shape>

const same = (a: AnyAxis | undefined, b: AnyAxis): boolean =>
  a !== undefined && a.role === b.role && a.label === b.label

const isNamed = ({ label }: AnyAxis): boolean => typeof label === 'string'

const checkFloats = (x: unknown, what: string, net: Net): Tensor => {
  if (!isTensor(x)) return fail('not a tensor', { what })
  // The cast: a tensor of another type of numbers has been refused.
  return x.dtype === 'f32'
    ? (x as Tensor)
    : fail('wrong type of data', { what, got: x.dtype, want: 'f32', who: `this ${net.who}` })
}

/** Whether any size has a name. A loop, since this runs at every call. */
const hasNames = (axes: Shape): boolean => {
  for (let i = 0; i < axes.length; i++) if (typeof axes[i]?.label === 'string') return true
  return false
}

/** Whether one name stands for one number in the network, its input and its state. */
const checkNames = (net: Net, x: Tensor, state: Tensor | undefined): void => {
  if (!isNamed(net.input) && !isNamed(net.hidden) && !hasNames(x.axes)) return
  const names = new Names().add([net.input, net.hidden], `this ${net.who}`).add(x.axes, 'the input')
  if (state !== undefined) names.add(state.axes, 'state0')
}

const lastLabel = (axes: Shape): string => String(axes.at(-1)?.label)

const SEQUENCE = { true: '(batch, seq, feature)', false: '(seq, batch, feature)' } as const
const UNBATCHED = '(seq, feature)'
const STEP = '(batch, feature)'
const UNBATCHED_STEP = '(feature)'

const orUnbatched = (batched: string, unbatched: string): string => `${batched} or, without a batch, ${unbatched}`

/** A size as an option is to be written; the run-time twin of `SizeOption`. */
const sizeOption = (axis: AnyAxis | undefined): string =>
  typeof axis?.label === 'string' ? `feature('${axis.label}', n)` : String(axis?.label)

const failSize = (axes: Shape, net: Net): never =>
  fail('input size', {
    got: lastLabel(axes),
    want: labelOf(net.input),
    key: 'inputSize',
    option: sizeOption(axes.at(-1)),
    who: net.who,
  })

const failInput = (axes: Shape, net: Net): never => {
  const got = rolesOf(axes)
  const batched = SEQUENCE[`${net.batchFirst}`]
  const { who } = net
  if (got === batched || got === UNBATCHED) return failSize(axes, net)
  if (got === SEQUENCE.true) return fail('input axes, batch second', { got, want: batched, who })
  if (got === SEQUENCE.false) return fail('input axes, batch first', { got, want: batched, who })
  const want = orUnbatched(batched, UNBATCHED)
  return got === STEP || got === UNBATCHED_STEP
    ? fail('input axes, one step', { got, want, who })
    : fail('input axes', { got, want, who })
}

const failStep = (axes: Shape, net: Net): never => {
  const got = rolesOf(axes)
  const { who } = net
  if (got === STEP || got === UNBATCHED_STEP) return failSize(axes, net)
  const want = orUnbatched(STEP, UNBATCHED_STEP)
  const isSequence = got === SEQUENCE.true || got === SEQUENCE.false || got === UNBATCHED
  return fail(isSequence ? 'step axes, a sequence' : 'step axes', { got, want, who })
}

/** An input that fits: its tensor, and its axes by what they count. */
export interface Input {
  readonly tensor: Tensor
  /** Undefined for a single step. */
  readonly time: AnyAxis | undefined
  readonly batch: AnyAxis | undefined
}

/** `x` where it is a sequence that the network takes; throws the sentence of `InputOr` where it isn't. */
export const checkInput = (net: Net, x: unknown): Input => {
  const tensor = checkFloats(x, 'input', net)
  const axes = tensor.axes
  const first = axes[0]
  const second = axes[1]
  if (axes.length === 3 && same(axes[2], net.input)) {
    const time = net.batchFirst ? second : first
    const batch = net.batchFirst ? first : second
    if (time?.role === 'seq' && batch?.role === 'batch') return { tensor, time, batch }
  }
  if (axes.length === 2 && first?.role === 'seq' && same(second, net.input))
    return { tensor, time: first, batch: undefined }
  return failInput(axes, net)
}

/** `x` where it is a time step that the network takes; throws the sentence of `StepInputOr` where it isn't. */
export const checkStepInput = (net: Net, x: unknown): Input => {
  const tensor = checkFloats(x, 'input', net)
  const axes = tensor.axes
  const batch = axes[0]
  if (axes.length === 2 && batch?.role === 'batch' && same(axes[1], net.input))
    return { tensor, time: undefined, batch }
  if (axes.length === 1 && same(batch, net.input)) return { tensor, time: undefined, batch: undefined }
  return failStep(axes, net)
}

const STATE = '(layer, batch, feature)'
const UNBATCHED_STATE = '(layer, feature)'

const failState = (axes: Shape, want: Shape, net: Net): never => {
  const [got, wanted] = [rolesOf(axes), rolesOf(want)]
  const { who } = net
  if (got !== wanted) {
    if (got === '(batch, layer, feature)' && net.batchFirst)
      return fail('state axes, batch first', { got, want: wanted, who })
    if (got === STATE) return fail('state axes, unbatched', { got, want: wanted, who })
    if (got === UNBATCHED_STATE)
      return fail('state axes, batched', { got, want: wanted, who, batch: String(want[1]?.label) })
    return fail('state axes', { got, want: wanted, who })
  }
  if (!same(axes[0], net.states)) {
    const directions = net.directions === 1 ? '1 direction' : '2 directions'
    return fail('state layers', {
      got: String(axes[0]?.label),
      want: labelOf(net.states),
      layers: net.layers,
      directions,
      who,
    })
  }
  if (want.length === 3 && axes[1]?.label !== want[1]?.label)
    return fail('state batch', { got: String(axes[1]?.label), want: String(want[1]?.label) })
  return fail('state size', { got: lastLabel(axes), want: labelOf(net.hidden), who })
}

/** The axes of the state that goes with an input; the run-time twin of `StateShape`. */
export const stateAxes = (net: Net, { batch }: Input): Shape =>
  batch === undefined ? [net.states, net.hidden] : [net.states, batch, net.hidden]

/** The axes of the output that goes with an input; the run-time twin of `ResultOf`. */
export const outputAxes = (net: Net, { time, batch }: Input): Shape => {
  if (batch === undefined) return time === undefined ? [net.output] : [time, net.output]
  if (time === undefined) return [batch, net.output]
  return net.batchFirst ? [batch, time, net.output] : [time, batch, net.output]
}

/** `x` where it is the state that goes with this input, or nothing; throws the sentence of `StateOr` where it isn't. */
export const checkState = (net: Net, input: Input, x: unknown): Tensor | undefined => {
  if (x === undefined) {
    checkNames(net, input.tensor, undefined)
    return undefined
  }
  const state = checkFloats(x, 'state0', net)
  const want = stateAxes(net, input)
  if (state.axes.length !== want.length || !want.every((axis, i) => same(state.axes[i], axis)))
    return failState(state.axes, want, net)
  checkNames(net, input.tensor, state)
  return state
}

/** An axis of a size that an option gives: a number, or the name that an axis carries. */
export const featureOf = (option: number | AnyAxis): AnyAxis =>
  typeof option === 'number' ? axisOf('feature', option, option) : axisOf('feature', labelOf(option), option.size)

/** What a recurrent network tells a `sequential` of itself: its output goes on. */
export const recurrentFacts = ({ who, input, output }: Net): Facts => ({
  who,
  data: 'f32',
  takes: 'sequence',
  gives: 'sequence',
  features: input,
  result: output,
  option: 'inputSize',
  // The cast: a recurrent network gives a record with its output.
  pass: (result) => (result as { readonly output: unknown }).output,
})
