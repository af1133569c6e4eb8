import type { AnyAxis } from '../../types/axis.js'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import { checkFloats } from '../op/check.js'
import { shown } from '../tensor/message.js'
import { wordsOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { isTensor } from '../tensor/tensor.js'

const fail = /* @__PURE__ */ failOf(sentences.network, sentences.pairs, sentences.params)

/**
 * What the cells check of that which comes from code without types; with types such a call does not compile. Things fit by their sizes, whatever
 * they call their axes.
 */

type Floats = FloatTensor<Shape>

/** What a cell's weights say of it. */
export interface Sizes {
  /** The cell's name in a sentence. */
  readonly who: string
  readonly input: number
  readonly hidden: number
  /** The width of the hidden state: `hidden`, or less with a projection. */
  readonly out: number
}

const sizesOf = (shape: readonly number[]): string => `(${shape.join(', ')})`

/** The sizes of a cell of so many gates; throws where its weights are no tensors, or do not fit each other. */
export const checkParams = (who: string, gates: number, params: unknown): Sizes => {
  if (typeof params !== 'object' || params === null || isTensor(params)) return fail('not parameters', {})
  // The cast: an object may be asked for any key.
  const given = params as Readonly<Record<string, unknown>>
  const find = (key: string): Floats | undefined =>
    given[key] === undefined ? undefined : checkFloats(given[key], `params.${key}`, `this ${who}`)
  const [ih, hh] = ['weight_ih', 'weight_hh'].map((key) => find(key) ?? fail('missing parameter', { key, who }))
  const hr = find('weight_hr')
  const sizes: Sizes = {
    who,
    input: ih?.shape[1] ?? 0,
    hidden: (hr ?? hh)?.shape[1] ?? 0,
    out: (hr === undefined ? hh?.shape[1] : hr.shape[0]) ?? 0,
  }
  const rows = gates * sizes.hidden
  const wanted: readonly (readonly [string, readonly number[]])[] = [
    ['weight_ih', [rows, sizes.input]],
    ['weight_hh', [rows, sizes.out]],
    ['bias_ih', [rows]],
    ['bias_hh', [rows]],
    ['weight_hr', [sizes.out, sizes.hidden]],
  ]
  for (const [key, want] of wanted) {
    const got = find(key)
    if (got !== undefined && sizesOf(got.shape) !== sizesOf(want))
      return fail('misshapen parameter', { key, got: sizesOf(got.shape), want: sizesOf(want), who })
  }
  return sizes
}

/** How axes read, with the sizes that their names stand for. */
const words = (axes: readonly Pick<AnyAxis, 'role' | 'size'>[]): string =>
  wordsOf(axes.map(({ role, size }) => ({ role, label: size })))

/** Throws where the input of a cell, or a state beside it, is no tensor, or has not the features that the weights take. */
export const checkStep = (
  { who, input }: Sizes,
  x: unknown,
  states: readonly (readonly [what: string, state: unknown, width: number])[],
): void => {
  const { axes } = checkFloats(x, 'input', `this ${who}`)
  const lead = axes.slice(0, -1)
  const wide = (size: number) => [...lead, { role: 'feature', size }]
  if (words(axes) !== words(wide(input))) fail('input axes', { got: words(axes), want: words(wide(input)), who })
  for (const [what, state, width] of states) {
    const got = words(checkFloats(state, what, `this ${who}`).axes)
    if (got !== words(wide(width))) fail('state axes', { what, got, want: words(wide(width)), who })
  }
}

/** Throws where a state is no pair of tensors. */
export const checkPair = (who: string, state: unknown): void => {
  const want = '{ hidden, cell }'
  const pair: object =
    typeof state !== 'object' || state === null || isTensor(state)
      ? fail('one state for a pair', { got: isTensor(state) ? 'a tensor' : shown(state), want, who })
      : state
  for (const key of ['hidden', 'cell']) if (!(key in pair)) fail('missing state', { key, want, who })
}
