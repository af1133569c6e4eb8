import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { sequencesOf } from '../tensor/sequences.js'
import { labelOf, Names, rolesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { axesOf, isTensor } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.tensors, sentences.network)

/** The run-time twin of `types/recurrent.ts`: the same rules, in the same order, with the same sentences. */

/** What the rules know of a network: its axes, and how it speaks of itself. */
export interface Net {
  readonly who: string
  readonly input: AnyAxis
  readonly hidden: AnyAxis
  /** The features of the hidden state: a projection's, or `hidden` itself. */
  readonly out: AnyAxis
  /** `out` of all directions. */
  readonly output: AnyAxis
  /** One state for each layer and direction. */
  readonly states: AnyAxis
  /** 0 for a cell alone, whose state has no axis of layers. */
  readonly layers: number
  readonly directions: 1 | 2
  readonly batchFirst: boolean
  /** Whether its state is a pair, with a cell state of `hidden` features. */
  readonly cell: boolean
}

export type Tensor = FloatTensor<Shape>

/** Whether two axes count the same things, and as many. */
export const same = (a: AnyAxis | undefined, b: AnyAxis): boolean =>
  a !== undefined && a.role === b.role && a.label === b.label

const isNamed = ({ label }: AnyAxis): boolean => typeof label === 'string'

/** `x` where it is a tensor of floats. */
export const checkFloats = (x: unknown, what: string, net: Net): Tensor => {
  if (!isTensor(x)) return fail(sequencesOf(x) === undefined ? 'not a tensor' : 'packed for a tensor', { what })
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
export const checkNames = (net: Net, x: Tensor, state: readonly (readonly [name: string, tensor: Tensor])[]): void => {
  if (!isNamed(net.input) && !isNamed(net.hidden) && !isNamed(net.out) && !hasNames(axesOf(x))) return
  const names = new Names().add([net.input, net.hidden, net.out], `this ${net.who}`).add(x.axes, 'the input')
  for (const [name, { axes }] of state) names.add(axes, name)
}

/** The size of the last axis, as a sentence has it. */
export const lastLabel = (axes: Shape): string => String(axes.at(-1)?.label)

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

/** What is wrong with the axes of a step. */
interface StepFault {
  readonly isSequence: boolean
  readonly got: string
  readonly want: string
  readonly who: string
}

/** Throws the sentence of a step that has other axes than it should. */
export type FailStep = (fault: StepFault) => never

export const failStep: FailStep = ({ isSequence, ...fault }) =>
  fail(isSequence ? 'step axes, a sequence' : 'step axes', fault)

const refuseStep = (axes: Shape, net: Net, failStep: FailStep): never => {
  const got = rolesOf(axes)
  if (got === STEP || got === UNBATCHED_STEP) return failSize(axes, net)
  const isSequence = got === SEQUENCE.true || got === SEQUENCE.false || got === UNBATCHED
  return failStep({ isSequence, got, want: orUnbatched(STEP, UNBATCHED_STEP), who: net.who })
}

/** An input that fits: its tensor, and its axes by what they count. */
export interface Input {
  readonly tensor: Tensor
  /** Undefined for a single step. */
  readonly time: AnyAxis | undefined
  readonly batch: AnyAxis | undefined
  /** Of packed sequences. */
  readonly lengths: readonly number[] | undefined
}

/** `x` where it is a sequence that the network takes; throws the sentence of `InputOr` where it isn't. */
export const checkInput = (net: Net, x: unknown): Input => {
  const sequences = sequencesOf(x)
  const lengths = sequences?.lengths
  const tensor = checkFloats(sequences === undefined ? x : sequences.tensor, 'input', net)
  const axes = axesOf(tensor)
  const first = axes[0]
  const second = axes[1]
  if (axes.length === 3 && same(axes[2], net.input)) {
    const time = net.batchFirst ? second : first
    const batch = net.batchFirst ? first : second
    if (time?.role === 'seq' && batch?.role === 'batch') return { tensor, time, batch, lengths }
  }
  if (axes.length === 2 && first?.role === 'seq' && same(second, net.input))
    return { tensor, time: first, batch: undefined, lengths }
  return failInput(axes, net)
}

/** `x` where it is a time step that the network takes; throws the sentence of `StepInputOr` where it isn't. */
export const checkStepInput = (net: Net, x: unknown, failStep: FailStep): Input => {
  const sequences = sequencesOf(x)
  const tensor = checkFloats(sequences === undefined ? x : sequences.tensor, 'input', net)
  const axes = axesOf(tensor)
  if (sequences !== undefined) return refuseStep(axes, net, failStep)
  const batch = axes[0]
  if (axes.length === 2 && batch?.role === 'batch' && same(axes[1], net.input))
    return { tensor, time: undefined, batch, lengths: undefined }
  if (axes.length === 1 && same(batch, net.input))
    return { tensor, time: undefined, batch: undefined, lengths: undefined }
  return refuseStep(axes, net, failStep)
}

/** The axes of the output that goes with an input; the run-time twin of `ResultOf`. */
export const outputAxes = (net: Net, { time, batch }: Input): Shape => {
  if (batch === undefined) return time === undefined ? [net.output] : [time, net.output]
  if (time === undefined) return [batch, net.output]
  return net.batchFirst ? [batch, time, net.output] : [time, batch, net.output]
}
