import type { Batches } from '../../../types/fit.js'
import type { Rng } from '../../../types/rng.js'
import * as sentences from '../../../types/sentences.js'
import { drawPermutation } from '../../tensor/draw.js'
import { shown } from '../../tensor/message.js'
import { failOf } from '../../tensor/shape-error.js'
import { isTensor } from '../../tensor/tensor.js'
import { cutRows, rowsOf } from './cut.js'

const fail = /* @__PURE__ */ failOf(sentences.fitting)

/** Where batches come from. */
export interface Source {
  /** How many batches a pass has, where that is known. */
  readonly count: number | undefined
  /** The batches of a pass from the one numbered `skip` on, and the generator after their order was drawn. */
  readonly pass: (rng: Rng, epoch: number, skip: number) => readonly [batches: Batches<unknown>, rng: Rng]
}

/** What of the options of `fit` is about data. */
export interface SourceOptions {
  readonly batchSize: number | undefined
  readonly shuffle: boolean | undefined
  readonly dropLast: boolean
}

/** The source of batches of some data. Throws where it can't be one. */
export const sourceOf = (data: unknown, options: SourceOptions): Source => {
  if (!isTensor(data)) {
    if (Array.isArray(data)) return ofList(data, options)
    if (typeof data === 'function') return ofPasses((epoch) => checkBatches(data(epoch)), options)
    if (isBatches(data)) return ofPasses(() => data, options)
  }
  return ofTensors(data, options)
}

/** The numbers from 0 on, or in random order. */
const orderOf = (rng: Rng, count: number, shuffle: boolean): readonly [Int32Array, Rng] =>
  shuffle ? drawPermutation(rng, count) : [Int32Array.from({ length: count }, (_, i) => i), rng]

const ofTensors = (data: unknown, { batchSize, shuffle = true, dropLast }: SourceOptions): Source => {
  const rows = rowsOf(data)
  const size = Math.min(batchSize ?? rows, rows)
  if (dropLast && batchSize !== undefined && batchSize > rows) return fail('no whole batch', { rows, size: batchSize })
  const count = dropLast ? Math.floor(rows / size) : Math.ceil(rows / size)
  return {
    count,
    pass: (rng, _, skip) => {
      // All rows at once are the data itself: their order would change nothing.
      if (batchSize === undefined) return [skip === 0 ? [data] : [], rng]
      const [order, next] = orderOf(rng, rows, shuffle)
      return [
        ofOrder(count, skip, (i) => cutRows(data, order.subarray(i * size, Math.min((i + 1) * size, rows)))),
        next,
      ]
    },
  }
}

const ofList = (list: readonly unknown[], options: SourceOptions): Source => {
  checkNoCut(options)
  if (list.length === 0) return fail('not data to learn from', { got: 'an empty list' })
  const { shuffle = true } = options
  return {
    count: list.length,
    pass: (rng, _, skip) => {
      const [order, next] = orderOf(rng, list.length, shuffle)
      return [ofOrder(list.length, skip, (i) => list[order[i]]), next]
    },
  }
}

const ofPasses = (batchesOf: (epoch: number) => Batches<unknown>, options: SourceOptions): Source => {
  checkNoCut(options)
  if (options.shuffle === true) return fail('shuffle of a stream', {})
  return { count: undefined, pass: (rng, epoch, skip) => [skipped(batchesOf(epoch), skip), rng] }
}

const ofOrder = function* (count: number, skip: number, batchOf: (i: number) => unknown): Generator<unknown> {
  for (let i = skip; i < count; i++) yield batchOf(i)
}

const skipped = async function* (batches: Batches<unknown>, skip: number): AsyncGenerator<unknown> {
  let left = skip
  for await (const batch of batches) if (left-- <= 0) yield batch
}

const checkNoCut = ({ batchSize, dropLast }: SourceOptions): void => {
  if (batchSize !== undefined) fail('batches to be cut', { key: 'batchSize' })
  if (dropLast) fail('batches to be cut', { key: 'dropLast' })
}

const isBatches = (value: unknown): value is Batches<unknown> =>
  typeof value === 'object' && value !== null && (Symbol.iterator in value || Symbol.asyncIterator in value)

const checkBatches = (value: unknown): Batches<unknown> =>
  isBatches(value) ? value : fail('not data to learn from', { got: `a function that gives ${shown(value)}` })
