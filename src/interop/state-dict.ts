import type { either, state } from 'fp-ts'
import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { Rng } from '../../types/rng.js'
import * as sentences from '../../types/sentences.js'
import type { Shape } from '../../types/shape.js'
import type { AnyTensor } from '../../types/tensor.js'
import { type ParamList, paramsOf } from '../layer/param-list.js'
import { left, right } from '../tensor/either.js'
import { checkDepth } from '../tensor/nesting.js'
import { countOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { floatsOf, isTensor, wrap } from '../tensor/tensor.js'
import { arrayOf, type Entry, isDType } from './entry.js'
import { isFloat, toFloat32 } from './to-float32.js'

const fail = /* @__PURE__ */ failOf(sentences.params, sentences.weights)

/** Tensors by the names of PyTorch's `state_dict()`: tensors of this library, or entries of a file. */
export type StateDict = Readonly<Record<string, AnyTensor | Entry>>

/** A tensor that does not fit the parameter of its name. */
export interface Misshapen {
  readonly key: string
  /** What it is: a shape `(4, 3)`, or what makes it no tensor of floats. */
  readonly got: string
  /** The shape that the network takes. */
  readonly want: string
}

/** All that keeps a state dict from fitting a network. The names are those of the state dict, prefix and all. */
export class StateDictError extends Error {
  override readonly name = 'StateDictError'
  readonly missing: readonly string[]
  readonly unexpected: readonly string[]
  readonly misshapen: readonly Misshapen[]

  constructor(missing: readonly string[], unexpected: readonly string[], misshapen: readonly Misshapen[], hint = '') {
    const faults = [
      ...(missing.length > 0 ? [`missing ${missing.join(', ')}`] : []),
      ...(unexpected.length > 0 ? [`unexpected ${unexpected.join(', ')}`] : []),
      ...misshapen.map(({ key, got, want }) => `${key} is ${got}, but the network takes ${want}`),
    ]
    super(`the state dict does not fit the network: ${faults.join('; ')}${hint}`)
    this.missing = missing
    this.unexpected = unexpected
    this.misshapen = misshapen
  }
}

/** Which names of a state dict are a network's. */
export interface StateDictOptions {
  /** What its names begin with, up to the last dot: `'encoder.rnn.'`. Names that begin otherwise are others' and don't count. */
  readonly prefix?: string | undefined
}

const shown = (shape: readonly unknown[]): string => `(${shape.join(', ')})`

/** The numbers of a tensor or an entry for these axes, or what it is instead. It may be anything, and may throw when it is looked at. */
const numbersOf = (value: unknown, axes: Shape): Float32Array | string => {
  if (isTensor(value)) {
    // The cast: a tensor of another type of numbers has been refused.
    if (value.dtype !== 'f32') return 'of i32 numbers, which are no weights'
    return sameSizes(value.shape, axes) ? floatsOf(value as FloatTensor<Shape>) : shown(value.shape)
  }
  if (typeof value !== 'object' || value === null) return 'no tensor'
  // The cast: an object may be asked for any key.
  const { dtype, shape, data } = value as {
    readonly dtype?: unknown
    readonly shape?: unknown
    readonly data?: unknown
  }
  if (!isDType(dtype) || !Array.isArray(shape) || !(data instanceof arrayOf(dtype))) return 'no tensor'
  if (!isFloat(dtype)) return `of ${dtype} numbers, which are no floats`
  if (!sameSizes(shape, axes)) return shown(shape)
  // The cast: data is of the class that goes with the type.
  const numbers = toFloat32({ dtype, shape, data } as Entry)
  return numbers.length === countOf(axes) ? numbers : `an entry of ${numbers.length} numbers`
}

const sameSizes = (sizes: readonly unknown[], axes: Shape): boolean =>
  sizes.length === axes.length && axes.every(({ size }, i) => size === sizes[i])

/** Where a network's names stand in a record under a prefix that was not given, a sentence that gives it. */
const hintFor = (wanted: readonly string[], names: readonly string[], prefix: string): string => {
  const [first = ''] = wanted
  const known = new Set(names)
  const found = names
    .filter((name) => name.endsWith(first) && name !== prefix + first)
    .map((name) => name.slice(0, name.length - first.length))
    .filter((other) => wanted.every((key) => known.has(other + key)))
  return found.length === 0 ? '' : `: set prefix: ${found.map((other) => `'${other}'`).join(' or ')}`
}

/** The names of all parameters, those of a group under its path. */
const namesOf = (params: ParamList): readonly string[] =>
  params.flatMap((one) => ('axes' in one ? [one.key] : namesOf(one.params).map((name) => `${one.key}.${name}`)))

/**
 * A network's parameters from a state dict, as `load_state_dict(strict=True)` reads it: every name must be there with the right sizes, and no other. The values are
 * tensors, whatever they call their axes, or entries of a file; the result has the network's own axes.
 *
 * Floats of a file become float32: exactly from F32, F16, BF16 and the F8 types, rounded to the nearest from F64. Integers are refused.
 *
 * Left: a `StateDictError`, whose message lists all that is missing, unexpected or misshapen. It never throws, whatever the record is.
 *
 * @throws ShapeError where `net` is no network, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Module.html#torch.nn.Module.load_state_dict
 * @example
 * import * as assert from 'node:assert'
 * import { feature, fromStateDict, ones, rnn, zeros } from 'shapefold'
 * import { either as E } from 'fp-ts'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3, bias: false })
 * const read = fromStateDict(net)
 * const params = read(
 *   {
 *     'encoder.weight_ih_l0': ones([feature(3), feature(5)]),
 *     'encoder.weight_hh_l0': { dtype: 'F16', shape: [3, 3], data: new Uint16Array(9) },
 *     'decoder.weight': ones([feature(1), feature(3)]),
 *   },
 *   { prefix: 'encoder.' },
 * )
 * assert.ok(E.isRight(params))
 * assert.deepStrictEqual(params.right.weight_hh_l0.shape, [3, 3])
 *
 * const wrong = read({ weight_ih_l0: zeros([feature(5), feature(3)]), bias: zeros([feature(3)]) })
 * assert.ok(E.isLeft(wrong))
 * assert.strictEqual(
 *   wrong.left.message,
 *   'the state dict does not fit the network: missing weight_hh_l0; unexpected bias; weight_ih_l0 is (5, 3), but the network takes (3, 5)',
 * )
 */
export const fromStateDict = <P>(net: {
  readonly init: state.State<Rng, P>
}): ((record: StateDict, options?: StateDictOptions) => either.Either<StateDictError, P>) => {
  const params = paramsOf(net)
  if (params === undefined) return fail('not a network', {})
  return (record, options) => {
    // Code without types may give null.
    const prefix = options?.prefix ?? ''
    const names = namesIn(record)
    const known = new Set(names)
    const missing: string[] = []
    const misshapen: Misshapen[] = []
    const tensorOf = (key: string, axes: Shape): unknown => {
      if (!known.has(key)) return void missing.push(key)
      const numbers = attempt(() => numbersOf(record[key], axes)) ?? 'no tensor'
      if (typeof numbers !== 'string') return wrap(axes, numbers)
      return void misshapen.push({ key, got: numbers, want: shown(axes.map(({ size }) => size)) })
    }
    const read = (list: ParamList, path: string): unknown =>
      Object.freeze(
        Object.fromEntries(
          list.map((one) => [
            one.key,
            'axes' in one ? tensorOf(path + one.key, one.axes) : read(one.params, `${path}${one.key}.`),
          ]),
        ),
      )
    const result = read(params, prefix)
    const wanted = namesOf(params)
    const own = new Set(wanted.map((name) => prefix + name))
    const unexpected = names.filter((name) => name.startsWith(prefix) && !own.has(name))
    if (missing.length + unexpected.length + misshapen.length > 0)
      return left(
        new StateDictError(missing, unexpected, misshapen, missing.length > 0 ? hintFor(wanted, names, prefix) : ''),
      )
    // The cast: the names and the axes are those of the network's own parameters, which `init` draws.
    return right(result as P)
  }
}

/** What `read` gives; undefined where it throws, as a getter or a proxy may. */
const attempt = <A>(read: () => A): A | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

const namesIn = (record: unknown): readonly string[] =>
  typeof record === 'object' && record !== null ? (attempt(() => Object.keys(record)) ?? []) : []

/**
 * A network's parameters as a state dict: the inverse of `fromStateDict`. Of records in records the names are joined by dots, as PyTorch does: `{ rnn: { weight_ih_l0 } }` has
 * `rnn.weight_ih_l0`. A `prefix` is put before each name.
 *
 * @throws ShapeError where there is something else than tensors, from code without types
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Module.html#torch.nn.Module.state_dict
 * @example
 * import * as assert from 'node:assert'
 * import { fromStateDict, manualSeed, rnn, toStateDict } from 'shapefold'
 * import { either as E } from 'fp-ts'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3, bias: false })
 * const [params] = net.init(manualSeed(0))
 * const record = toStateDict(params, { prefix: 'rnn.' })
 * assert.deepStrictEqual(Object.keys(record), ['rnn.weight_ih_l0', 'rnn.weight_hh_l0'])
 * assert.deepStrictEqual(fromStateDict(net)(record, { prefix: 'rnn.' }), E.right(params))
 */
export const toStateDict = (params: object, options?: StateDictOptions): Readonly<Record<string, FloatTensor<Shape>>> =>
  Object.fromEntries(entriesOf(params, options?.prefix ?? '', 'params', 1))

const entriesOf = (
  params: unknown,
  prefix: string,
  path: string,
  depth: number,
): readonly [string, FloatTensor<Shape>][] => {
  if (typeof params !== 'object' || params === null) return fail('not parameters', {})
  checkDepth(depth, path)
  return Object.entries(params).flatMap(([key, value]: [string, unknown]): readonly [string, FloatTensor<Shape>][] => {
    if (!isTensor(value)) return entriesOf(value, `${prefix}${key}.`, `${path}.${key}`, depth + 1)
    // The cast: a tensor that is not i32 is f32.
    return value.dtype === 'f32' ? [[prefix + key, value as FloatTensor<Shape>]] : fail('not parameters', {})
  })
}
