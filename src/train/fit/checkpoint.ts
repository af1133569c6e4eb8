import type { either } from 'fp-ts'
import type { TrainState } from '../../../types/fit.js'
import type { Rng } from '../../../types/rng.js'
import * as sentences from '../../../types/sentences.js'
import type { AnyTensor } from '../../../types/tensor.js'
import type { Trainable } from '../../../types/tree.js'
import { axisOf } from '../../tensor/axis.js'
import { left, right } from '../../tensor/either.js'
import { generatorOf, stateOf } from '../../tensor/rng.js'
import { failOf } from '../../tensor/shape-error.js'
import { wrap } from '../../tensor/tensor.js'
import { type Leaf, leavesOf, pathsOf, treeOf } from '../tree.js'

const fail = /* @__PURE__ */ failOf(sentences.fitting)

/** What a file of a training state holds: tensors by name, and texts. `serialize` of `shapefold/safetensors` takes it as it is. */
export interface Checkpoint {
  readonly tensors: Readonly<Record<string, AnyTensor>>
  readonly metadata: Readonly<Record<string, string>>
}

/** What a checkpoint may be read from: what `parse` of `shapefold/safetensors` gives, or a `Checkpoint`. */
export interface CheckpointContent {
  readonly tensors: Readonly<
    Record<string, { readonly dtype: string; readonly shape: readonly number[]; readonly data: object }>
  >
  readonly metadata: Readonly<Record<string, string>>
}

/** Why something is no checkpoint of these parameters: all that is wrong with it. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`this is no checkpoint of these parameters: ${problems.join('; ')}`)
    this.problems = Object.freeze(problems)
  }
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1)

const VERSION = '1'
const WORDS = 624

/**
 * A training state as tensors and texts, ready for a file. Parameters are saved as `params.` and where they stand (`params.encoder.weight`), the
 * optimiser's averages as `optimizer.`, the average's name and the parameter's (`optimizer.expAvg.encoder.weight`).
 *
 * @throws ShapeError where two parameters would have one name, as in `{ a: { b }, 'a.b': c }`
 * @example
 * import * as assert from 'node:assert'
 * import { batch, fit, fromCheckpoint, mse, ones, sgd, toCheckpoint, zeros } from 'shapefold'
 * import { parse, serialize } from 'shapefold/safetensors'
 * import { either as E } from 'fp-ts'
 *
 * const params = { x: ones([batch(1)]) }
 * const options = { params, data: zeros([batch(1)]), loss: ({ x }: typeof params) => mse(x, zeros([batch(1)])), optimizer: sgd({ lr: 0.25 }) }
 * const { state } = await fit({ ...options, steps: 1 }).last()
 * const bytes = serialize(toCheckpoint(state))
 *
 * const saved = E.flatMap(fromCheckpoint(params))(parse(bytes))
 * assert.ok(E.isRight(saved))
 * const { step } = await fit({ ...options, steps: 2, from: saved.right }).last()
 * assert.strictEqual(step, 2)
 */
export const toCheckpoint = <P extends Trainable<P>>({
  params,
  optimizer,
  rng,
  epochRng,
  step,
  epoch,
  batch,
}: TrainState<P>): Checkpoint => {
  const tensors: Record<string, AnyTensor> = {}
  const add = (prefix: string, tree: unknown): void => {
    const leaves = leavesOf(tree, 'params')
    for (const [i, path] of pathsOf(tree).entries()) {
      const name = nameOf(prefix, path)
      const leaf = leaves[i]
      if (Object.hasOwn(tensors, name)) fail('one name for two', { path })
      if (leaf !== undefined) tensors[name] = leaf
    }
  }
  add('params', params)
  for (const [slot, tree] of Object.entries(optimizer.slots)) add(`optimizer.${slot}`, tree)
  const metadata: Record<string, string> = {
    shapefold: `training state ${VERSION}`,
    step: String(step),
    epoch: String(epoch),
    batch: String(batch),
    'optimizer.step': String(optimizer.step),
    'optimizer.slots': Object.keys(optimizer.slots).join(' '),
  }
  for (const [name, generator] of [
    ['rng', rng],
    ['epochRng', epochRng],
  ] as const) {
    const { twister, spareNormal } = stateOf(generator)
    tensors[name] = wrap([axisOf('word', WORDS, WORDS)], new Int32Array(twister.words))
    metadata[`${name}.index`] = String(twister.index)
    if (spareNormal !== undefined) metadata[`${name}.spareNormal`] = String(spareNormal)
  }
  return { tensors, metadata }
}

const nameOf = (prefix: string, path: string): string => (path === '' ? prefix : `${prefix}.${path}`)

/**
 * A training state out of what `toCheckpoint` made, for parameters of these keys and axes: give `fit` the state as `from`.
 *
 * Left: a `CheckpointError` that lists all that is missing, unexpected or of another shape. It never throws.
 *
 * @example
 * import * as assert from 'node:assert'
 * import { feature, fromCheckpoint, zeros } from 'shapefold'
 *
 * const saved = fromCheckpoint({ bias: zeros([feature(3)]) })({ tensors: {}, metadata: {} })
 * assert.ok(saved._tag === 'Left')
 * assert.ok(saved.left.problems.includes('the tensor params.bias is missing'))
 */
export const fromCheckpoint =
  <P extends Trainable<P>>(params: P) =>
  (content: CheckpointContent): either.Either<CheckpointError, TrainState<P>> => {
    const reader = new Reader(content)
    const state = {
      params: reader.tree('params', params),
      optimizer: Object.freeze({ step: reader.count('optimizer.step'), slots: reader.slots(params) }),
      rng: reader.generator('rng'),
      epochRng: reader.generator('epochRng'),
      step: reader.count('step'),
      epoch: reader.count('epoch'),
      batch: reader.count('batch'),
    }
    const problems = reader.end()
    // The cast: where there are no problems, everything was there, with the keys and axes of the parameters.
    return problems.length > 0 ? left(new CheckpointError(problems)) : right(Object.freeze(state) as TrainState<P>)
  }

/** Reads a checkpoint, and keeps a list of what is wrong with it. */
class Reader {
  readonly #tensors: CheckpointContent['tensors']
  readonly #metadata: CheckpointContent['metadata']
  readonly #problems: string[] = []
  readonly #seen = new Set<string>()

  constructor(content: CheckpointContent) {
    // It may come from anywhere: what is no record has nothing in it, and then all is missing.
    const { tensors, metadata }: Partial<CheckpointContent> = Object(content)
    this.#tensors = tensors ?? {}
    this.#metadata = metadata ?? {}
    const found = this.#text('shapefold')
    if (found !== undefined && found !== `training state ${VERSION}`)
      this.#problems.push(`it says '${found}', and this version reads 'training state ${VERSION}'`)
  }

  /** All problems, also with what was not asked for. */
  end(): readonly string[] {
    const unexpected = Object.keys(this.#tensors).filter((name) => !this.#seen.has(name))
    return [...this.#problems, ...unexpected.map((name) => `the tensor ${name} is unexpected`)]
  }

  /** A tree with the keys and axes of `like`. */
  tree(prefix: string, like: unknown): unknown {
    const kept = leavesOf(like, 'params')
    const paths = pathsOf(like)
    const leaves = kept.map(({ axes }, i): Leaf => {
      const name = nameOf(prefix, paths[i] ?? '')
      const want = axes.map(({ size }) => size)
      return wrap(axes, this.#numbers(name, 'f32', want, Float32Array))
    })
    return treeOf(like, leaves)
  }

  /** The optimiser's averages. */
  slots(like: unknown): Readonly<Record<string, unknown>> {
    const names = (this.#text('optimizer.slots') ?? '').split(' ').filter((name) => name !== '')
    return Object.freeze(Object.fromEntries(names.map((name) => [name, this.tree(`optimizer.${name}`, like)])))
  }

  /** A count of 0 or more. */
  count(key: string): number {
    const text = this.#text(key)
    const value = text !== undefined && /^\d+$/.test(text) ? Number(text) : Number.NaN
    if (text !== undefined && !Number.isSafeInteger(value)) this.#problems.push(`${key} is '${text}', and no count`)
    return value
  }

  /** A generator, as it stood. */
  generator(name: string): Rng {
    const words = this.#numbers(name, 'i32', [WORDS], Int32Array)
    const index = this.count(`${name}.index`)
    if (index > WORDS) this.#problems.push(`${name}.index is ${index}, beyond the ${WORDS} words`)
    const spare = this.#metadata[`${name}.spareNormal`]
    const spareNormal = spare === undefined ? undefined : Number(spare)
    if (spareNormal !== undefined && !Number.isFinite(spareNormal))
      this.#problems.push(`${name}.spareNormal is '${spare}', and no number`)
    return generatorOf({ twister: { words: new Uint32Array(words), index }, spareNormal })
  }

  #text(key: string): string | undefined {
    const text = Object.hasOwn(this.#metadata, key) ? this.#metadata[key] : undefined
    if (typeof text !== 'string') this.#problems.push(`the text ${key} is missing`)
    return text
  }

  /** The numbers of a tensor; zeros where there is a problem with it. A file writes its types in capitals. */
  #numbers<A extends Float32Array | Int32Array>(
    name: string,
    dtype: string,
    want: readonly number[],
    array: { new (count: number): A; new (from: A): A },
  ): A {
    this.#seen.add(name)
    const found = Object.hasOwn(this.#tensors, name) ? this.#tensors[name] : undefined
    const shown = (shape: readonly number[]): string => (Array.isArray(shape) ? `(${shape.join(', ')})` : 'of no shape')
    if (typeof found !== 'object' || found === null) this.#problems.push(`the tensor ${name} is missing`)
    else if (String(found.dtype).toLowerCase() !== dtype || !(found.data instanceof array))
      this.#problems.push(`the tensor ${name} holds ${found.dtype}, and not ${dtype}`)
    else if (shown(found.shape) !== shown(want))
      this.#problems.push(`the tensor ${name} is ${shown(found.shape)}, and not ${shown(want)}`)
    else if (found.data.length !== countOf(want))
      this.#problems.push(`the tensor ${name} has ${found.data.length} numbers`)
    else return new array(found.data)
    return new array(countOf(want))
  }
}
