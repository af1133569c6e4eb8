/** The names example against its twin in PyTorch, from the same seed; saved and resumed, as the example does. */
import { either as E } from 'fp-ts'
import { fromCheckpoint, toCheckpoint } from 'shapefold'
import { parse, serialize } from 'shapefold/safetensors'
import { describe, expect, test } from 'vitest'
import { counted, names, rowsOf } from '../../examples/names/data.js'
import { start, training } from '../../examples/names/model.js'
import { spelled, speller } from '../../examples/names/sample.js'
import { readJson } from './read.js'

const twin = readJson<{
  readonly steps: readonly number[]
  readonly passes: readonly number[]
  readonly unseen: number
}>('names.json')

describe('names', () => {
  test('the first 20 losses are those of PyTorch, though the run is saved to bytes and resumed after 12', async () => {
    const rows = rowsOf(names.training)
    const losses: number[] = []
    for await (const { loss, step, state } of training(rows, { steps: 12 })) {
      losses.push(loss)
      if (step < 12) continue
      const saved = E.flatMap(fromCheckpoint(start))(parse(serialize(toCheckpoint(state))))
      if (E.isLeft(saved)) throw saved.left
      for await (const next of training(rows, { from: saved.right, steps: 20 })) losses.push(next.loss)
    }
    expect(losses.length).toBe(20)
    // A difference of one unit in the last place grows by some percent a step.
    for (const [i, loss] of losses.entries())
      expect(Math.abs(loss / (twin.steps[i] ?? Number.NaN) - 1)).toBeLessThan(1e-5)
  })

  test("the twin's last loss is below what counting can tell", () => {
    expect(twin.unseen).toBeLessThan(counted(names.training, names.test, 1))
    expect(counted(names.training, names.test, 1)).toBeLessThan(counted(names.training, names.test, 0))
  })

  test('a seed spells the same names each time, another seed others', () => {
    const spell = speller(start, 1)
    if (E.isLeft(spell)) throw spell.left
    expect(spelled(spell.right, 5, 1)).toEqual(spelled(spell.right, 5, 1))
    expect(spelled(spell.right, 5, 1)).not.toEqual(spelled(spell.right, 5, 2))
  })
})
