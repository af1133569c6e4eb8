import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import {
  adam,
  CheckpointError,
  feature,
  fit,
  fromCheckpoint,
  manualSeed,
  mse,
  toCheckpoint,
  zeros,
} from '../../src/index.js'
import { parse, serialize } from '../../src/interop/safetensors.js'
import { bitsOf, data, loss, params, sameGenerators } from './fixtures.js'

const { state } = await fit({
  params,
  data,
  loss: loss as never,
  optimizer: adam(),
  batchSize: 3,
  steps: 2,
  rng: manualSeed(9),
}).last()
const saved = toCheckpoint(state)
const read = fromCheckpoint(params)

/** What is wrong with a checkpoint. */
const problemsOf = (content: Parameters<typeof read>[0]): readonly string[] => {
  const result = read(content)
  return E.isLeft(result) ? result.left.problems : []
}

const without = <T extends object>(record: T, key: string): T =>
  Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) as T

describe('a checkpoint', () => {
  test('has PyTorch-like names for all that it holds', () => {
    expect(Object.keys(saved.tensors).sort()).toEqual([
      'epochRng',
      'optimizer.expAvg.inner.shift',
      'optimizer.expAvg.slope',
      'optimizer.expAvgSq.inner.shift',
      'optimizer.expAvgSq.slope',
      'params.inner.shift',
      'params.slope',
      'rng',
    ])
    expect(saved.metadata).toMatchObject({ shapefold: 'training state 1', step: '2', epoch: '0', batch: '2' })
  })

  test.each([
    ['as it is', () => saved],
    [
      'through a file',
      () => {
        const file = parse(serialize(saved))
        if (E.isLeft(file)) throw file.left
        return file.right
      },
    ],
  ])('gives back the state, %s', (_, content) => {
    const back = read(content())
    if (E.isLeft(back)) throw back.left
    expect(bitsOf(back.right)).toEqual(bitsOf(state))
    expect(back.right).toMatchObject({ step: 2, epoch: 0, batch: 2 })
    expect(back.right.params.inner.shift.axes).toEqual(params.inner.shift.axes)
    expect(sameGenerators(back.right, state)).toBe(true)
    expect(Object.isFrozen(back.right)).toBe(true)
  })

  test.each([
    [
      'a tensor that is missing',
      { tensors: without(saved.tensors, 'params.slope') },
      'the tensor params.slope is missing',
    ],
    ['a tensor too many', { tensors: { ...saved.tensors, more: zeros([]) } }, 'the tensor more is unexpected'],
    [
      'another shape',
      { tensors: { ...saved.tensors, 'optimizer.expAvg.slope': zeros([feature(3)]) } },
      'the tensor optimizer.expAvg.slope is (3), and not (2)',
    ],
    [
      'integers',
      { tensors: { ...saved.tensors, 'params.slope': zeros([feature(2)], 'i32') } },
      'the tensor params.slope holds i32, and not f32',
    ],
    [
      'a count of numbers that is not the shape’s',
      { tensors: { ...saved.tensors, 'params.slope': { dtype: 'F32', shape: [2], data: new Float32Array(3) } } },
      'the tensor params.slope has 3 numbers',
    ],
    ['a text that is missing', { metadata: without(saved.metadata, 'epoch') }, 'the text epoch is missing'],
    ['a count that is none', { metadata: { ...saved.metadata, step: '-1' } }, "step is '-1', and no count"],
    [
      'a generator out of range',
      { metadata: { ...saved.metadata, 'rng.index': '625' } },
      'rng.index is 625, beyond the 624 words',
    ],
    [
      'a waiting number that is none',
      { metadata: { ...saved.metadata, 'rng.spareNormal': 'x' } },
      "rng.spareNormal is 'x', and no number",
    ],
    [
      'another version',
      { metadata: { ...saved.metadata, shapefold: 'training state 2' } },
      "it says 'training state 2', and this version reads 'training state 1'",
    ],
    [
      'names of the prototype',
      { metadata: { ...without(saved.metadata, 'optimizer.slots'), 'optimizer.slots': 'constructor' } },
      'the tensor optimizer.constructor.slope is missing',
    ],
  ])('with %s is a Left that says so', (_, change, problem) => {
    expect(problemsOf({ ...saved, ...change })).toContain(problem)
  })

  test.each([
    [undefined],
    [null],
    [5],
    [{}],
    [{ tensors: 5, metadata: null }],
    [{ ...saved, tensors: { ...saved.tensors, rng: null, 'params.slope': 5, epochRng: {} } }],
    [{ ...saved, tensors: { ...saved.tensors, 'params.slope': { dtype: 'F32', data: new Float32Array(2) } } }],
  ])('of another kind is a Left: %#', (content) => {
    // The cast: code without types gives anything.
    expect(problemsOf(content as never)).not.toEqual([])
  })

  test('tells all that is wrong at once', () => {
    const result = read({ tensors: {}, metadata: {} })
    if (E.isRight(result)) throw new Error('it was read')
    expect(result.left).toBeInstanceOf(CheckpointError)
    expect(result.left.problems.length).toBeGreaterThan(8)
    expect(result.left.message).toContain('the text shapefold is missing; ')
  })

  test('of a single tensor has the name params', async () => {
    const x = zeros([feature(2)])
    const { state } = await fit({ params: x, data: [x], loss: (p, y) => mse(p, y), optimizer: adam(), steps: 1 }).last()
    expect(Object.keys(toCheckpoint(state).tensors)).toContain('params')
    expect(E.isRight(fromCheckpoint(x)(toCheckpoint(state)))).toBe(true)
  })
})
