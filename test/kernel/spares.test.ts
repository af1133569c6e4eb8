/** Arrays that were given back: who gets them, how many there are, and that no number of theirs is ever read. */
import { describe, expect, it, test } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import type { CellKind } from '../../src/kernel/contract.js'
import { KeptRun } from '../../src/kernel/kept-run.js'
import { giveBack, spareRoom } from '../../src/kernel/spares.js'
import { all, example, learn, materials, spec } from './backward-example.js'
import { engines } from './engines.js'
import { collect } from './garbage.js'

describe('room', () => {
  it('comes again for as many numbers, and once', () => {
    const arrays: readonly Float32Array[] = [5000, 5001, 5000].map((length) => new Float32Array(length))
    for (const array of arrays) giveBack(array)
    const got = [5000, 5001, 5000, 5000, 5001].map(spareRoom)
    expect(got.map((array) => arrays.indexOf(array))).toEqual([2, 1, 0, -1, -1])
    expect(got.map(({ length }) => length)).toEqual([5000, 5001, 5000, 5000, 5001])
  })

  it('of few numbers is always new: it may be a part of what others have', () => {
    const array = new Float32Array(1024)
    giveBack(array)
    expect(spareRoom(1024)).not.toBe(array)
  })

  it('is 64 MB at most: the oldest go', () => {
    const quarter = 2 ** 22
    const arrays: readonly Float32Array[] = Array.from({ length: 5 }, () => new Float32Array(quarter))
    for (const array of arrays) giveBack(array)
    giveBack(new Float32Array(2 ** 24 + 1))
    expect([1, 2, 3, 4, 5].map(() => arrays.indexOf(spareRoom(quarter)))).toEqual([4, 3, 2, 1, -1])
  })

  it('goes with the garbage once the turn has ended', async () => {
    giveBack(new Float32Array(7000).fill(1))
    await collect()
    await collect()
    expect(spareRoom(7000).every((x) => x === 0)).toBe(true)
  })
})

const kinds: readonly CellKind[] = ['tanh', 'relu', 'lstm', 'gru']

describe.each(engines.flatMap((engine) => kinds.map((kind) => ({ name: engine.name, engine, kind }))))(
  '$kind on $name',
  ({ engine, kind }) => {
    const given = example({
      // All arrays are larger than parts of slabs.
      time: 60,
      batch: 5,
      batchFirst: true,
      withMasks: true,
      withLengths: true,
      spec: spec({ kind, hiddenSize: 9, projSize: kind === 'lstm' ? 6 : 0, numLayers: 3, directions: 2 }),
    })

    test('has the same numbers, whatever lies in what was given back', async () => {
      const made = materials(given)
      await collect()
      const fresh = learn(engine, given.spec, made)
      const packed = engine.pack(given.spec, made.weights)
      for (let time = 0; time < 2; time++) {
        const { result, kept } = engine.record(wayBack, packed, made.call)
        const got = engine.backward(wayBack, packed, made.call, kept, made.gradients, all)
        expect({ result, got }).toEqual(fresh)
        if (!(kept instanceof KeptRun)) throw new Error('the kernel keeps its own')
        const own = [...kept.gates, ...kept.outputs.slice(0, -1)]
        wayBack.forget(kept)
        // The gradients between layers are as long as the outputs of the others, and were given back before.
        const spares = [...own, ...own].map(({ length }) => spareRoom(length))
        expect(spares.filter((spare) => own.includes(spare)).length).toBe(own.length)
        // What is handed out would have zeros, so it takes none of these.
        for (const { length } of [made.call.input, result.output]) spares.push(new Float32Array(length))
        for (const spare of spares) giveBack(spare.fill(Number.NaN))
        expect(result).toEqual(fresh.result)
      }
    })

    test('what came in and what went out never comes again', async () => {
      const { weights, call, gradients } = materials({ ...given, withLengths: false })
      await collect()
      const packed = engine.pack(given.spec, weights)
      const { result, kept } = engine.record(wayBack, packed, call)
      const got = engine.backward(wayBack, packed, call, kept, gradients, all)
      wayBack.forget(kept)
      const theirs = [call.input, ...(call.masks ?? []), result.output, gradients.output, got.input]
      for (const own of theirs) expect(own?.length).toBeGreaterThan(1024)
      for (const own of theirs)
        for (let spare = spareRoom(own?.length ?? 0), count = 0; count < 20; spare = spareRoom(spare.length), count++)
          expect(theirs).not.toContain(spare)
    })

    test('a run that was given up has no way back', () => {
      const { weights, call, gradients } = materials(given)
      const packed = engine.pack(given.spec, weights)
      const { kept } = engine.record(wayBack, packed, call)
      wayBack.forget(kept)
      wayBack.forget(kept)
      expect(() => engine.backward(wayBack, packed, call, kept, gradients, all)).toThrow(
        new TypeError('what was kept was given up'),
      )
    })
  },
)
