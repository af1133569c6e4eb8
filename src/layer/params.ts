import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { axisOf } from '../tensor/axis.js'
import { labelOf, sizesOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { multiplySizes } from '../tensor/size.js'
import { axesOf, isFloats, isTensor } from '../tensor/tensor.js'
import type { Net } from './recurrent-shape.js'

const fail = /* @__PURE__ */ failOf(sentences.sizes, sentences.params)

/** The run-time twin of `types/params.ts`. */

/** One parameter: its name in PyTorch's state dict, and its axes. */
export interface Param {
  readonly key: string
  readonly axes: Shape
}

/**
 * The parameters of a recurrent network in PyTorch's order: for each layer, for each direction, two weights, two biases and the weight of the
 * projection. Each gate of the cell has rows of its own.
 */
export const recurrentParams = (net: Net, gates: number, bias: boolean): readonly Param[] => {
  const { input, hidden, out, output } = net
  const rows = axisOf('feature', multiplySizes(gates, labelOf(hidden)), gates * hidden.size)
  return Array.from({ length: net.layers }, (_, index) => index).flatMap((index) =>
    ['', '_reverse']
      .slice(0, net.directions)
      .flatMap((suffix) => [
        { key: `weight_ih_l${index}${suffix}`, axes: [rows, index === 0 ? input : output] },
        { key: `weight_hh_l${index}${suffix}`, axes: [rows, out] },
        ...(bias
          ? [`bias_ih_l${index}${suffix}`, `bias_hh_l${index}${suffix}`].map((key) => ({ key, axes: [rows] }))
          : []),
        ...(out === hidden ? [] : [{ key: `weight_hr_l${index}${suffix}`, axes: [out, hidden] }]),
      ]),
  )
}

const fits = (got: readonly AnyAxis[], want: Shape): boolean =>
  got.length === want.length && want.every((axis, i) => axis.label === got[i]?.label && axis.size === got[i]?.size)

const failShape = (key: string, got: readonly AnyAxis[], want: Shape, who: string): never => {
  if (sizesOf(got) !== sizesOf(want))
    return fail('misshapen parameter', { key, got: sizesOf(got), want: sizesOf(want), who })
  const at = want.findIndex((axis, i) => axis.size !== got[i]?.size)
  const axis = want[at]
  return fail('name of two sizes', {
    got: axis === undefined ? '' : labelOf(axis),
    first: axis?.size ?? 0,
    where: `this ${who}`,
    second: got[at]?.size ?? 0,
    here: `params.${key}`,
  })
}

/** Whether an object may be a record: no array, and nothing that is all prototype, such as a tensor or a generator. */
const isRecord = (value: object): boolean => {
  if (Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return Object.keys(value).length > 0 || prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The keys that another network is likely to have, in the order in which the types try them. */
const likely = (net: Net): readonly string[] => [
  `weight_ih_l${net.layers}`,
  'weight_ih_l0_reverse',
  'bias_ih_l0',
  'weight_hr_l0',
]

const failUnexpected = (who: string, likely: readonly string[], wanted: readonly Param[], given: object): never => {
  const known = new Set(wanted.map(({ key }) => key))
  const unexpected = Object.keys(given).filter((key) => !known.has(key))
  return fail('unexpected parameter', { key: likely.find((one) => unexpected.includes(one)) ?? unexpected[0], who })
}

/** Of what no other kind is likely to be given. */
export const noKeys = (): readonly string[] => []

/**
 * The parameters that a `who` wants, in PyTorch's order. Throws the sentence of `RnnParamsOr` and `ParamsOr` where they are another's: a key that is
 * missing, then one too many (of several, one of `likely`), then a shape. A parameter fits by its sizes, whatever it calls its axes.
 */
export const checkTensors = (
  who: string,
  likely: () => readonly string[],
  wanted: readonly Param[],
  params: unknown,
): readonly FloatTensor<Shape>[] => {
  if (typeof params !== 'object' || params === null || !isRecord(params)) return fail('not parameters', {})
  // The cast: an object may be asked for any key.
  const given = params as Readonly<Record<string, unknown>>
  const keys = Object.keys(given)
  for (const key of keys) if (!isTensor(given[key])) return fail('not parameters', {})
  for (const { key } of wanted) if (!Object.hasOwn(given, key)) return fail('missing parameter', { key, who })
  if (keys.length > wanted.length) return failUnexpected(who, likely(), wanted, given)
  return wanted.map(({ key, axes }) => {
    const value = given[key]
    if (!isTensor(value)) return fail('not parameters', {})
    if (!isFloats(value)) return fail('parameter type', { key, got: value.dtype, want: 'f32', who })
    return fits(axesOf(value), axes) ? value : failShape(key, axesOf(value), axes, who)
  })
}

/** The parameters of a recurrent network, in PyTorch's order. Throws as `checkTensors` does. */
export const checkParams = (net: Net, wanted: readonly Param[], params: unknown): readonly FloatTensor<Shape>[] =>
  checkTensors(net.who, () => likely(net), wanted, params)
