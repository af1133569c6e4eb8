/**
 * What backward promises beside its numbers: what is wanted, what is given, whose memory it is. Longer than most files, since all of it asks the same
 * examples.
 */
import { describe, expect, it } from 'vitest'
import { wayBack } from '../../src/grad/value-and-grad.js'
import type { CellKind, Deferred, RecurrentCall, ResultGradients } from '../../src/kernel/contract.js'
import { PackedWeights } from '../../src/kernel/packed-weights.js'
import { expectApart } from './apart.js'
import {
  all,
  type Example,
  example,
  gradientDifference,
  learn,
  type Materials,
  materials,
  spec,
  tolerance,
} from './backward-example.js'
import { bytesOf, engines, poison, smallEngine } from './engines.js'
import { collect, gc } from './garbage.js'
import { gradientReference } from './gradient-reference.js'
import { random, randomWeights } from './reference.js'

const kinds: readonly CellKind[] = ['tanh', 'relu', 'lstm', 'gru']
const yesNo = [false, true]

/** Two layers, two directions, sizes that are no multiple of four, and every option. */
const full = (kind: CellKind, given: Partial<Example> = {}): Example =>
  example({
    batch: 5,
    batchFirst: true,
    withMasks: true,
    withLengths: true,
    spec: spec({ kind, hiddenSize: 9, projSize: kind === 'lstm' ? 6 : 0, numLayers: 2, directions: 2 }),
    ...given,
  })

const put = (array: Float32Array | undefined, index: number, value: number): Float32Array =>
  Float32Array.from(array ?? [], (x, i) => (i === index ? value : x))

describe.each(engines.flatMap((engine) => kinds.map((kind) => ({ name: engine.name, engine, kind }))))(
  'backward of $kind on $name',
  ({ engine, kind }) => {
    it('record gives the numbers of forward', () => {
      for (const given of [full(kind), full(kind, { withLengths: false }), example({ spec: spec({ kind }) })]) {
        const { weights, call } = materials(given)
        const packed = engine.pack(given.spec, weights)
        const wanted = engine.forward(packed, call)
        poison(engine)
        expect(engine.record(wayBack, packed, call).result).toEqual(wanted)
      }
    })

    it('only what is wanted is there, and it is the same', () => {
      const given = full(kind)
      const made = materials(given)
      const { got: everything } = learn(engine, given.spec, made)
      for (const input of yesNo)
        for (const state of yesNo)
          for (const weights of yesNo) {
            const { got } = learn(engine, given.spec, made, { input, state, weights })
            expect(got).toEqual({
              input: input ? everything.input : undefined,
              hidden: state ? everything.hidden : undefined,
              cell: state ? everything.cell : undefined,
              weights: weights ? everything.weights : undefined,
            })
          }
    })

    it('a result that the loss does not depend on gives nothing', () => {
      const given = full(kind)
      const made = materials(given)
      const { output, hidden, cell } = made.gradients
      const partial: Materials['gradients'][] = [
        { output, hidden: undefined, cell: undefined },
        { output: undefined, hidden, cell: undefined },
        { output: undefined, hidden: undefined, cell },
        { output: undefined, hidden: undefined, cell: undefined },
      ]
      for (const gradients of partial) {
        const { got } = learn(engine, given.spec, { ...made, gradients })
        const wanted = gradientReference({ spec: given.spec, weights: made.weights, call: made.call }, gradients)
        expect(gradientDifference(got, wanted, given)).toBeLessThan(tolerance(given))
      }
      const { got } = learn(engine, given.spec, { ...made, gradients: partial[3] as Materials['gradients'] })
      expect(
        [got.input, got.hidden, got.cell, ...(got.weights ?? [])].every((array) => !array?.some((x) => x !== 0)),
      ).toBe(true)
    })

    it('the places of one way back are not taken for those of another', () => {
      const given = example({ time: 6, spec: spec({ kind }) })
      const made = materials(given)
      // Frozen, so that the engine knows the network again.
      const frozen = Object.freeze({ ...given.spec })
      const others: (() => void)[] = []
      const packMore = (): void => {
        const weights = randomWeights(frozen, random(others.length))
        // Not of the frozen network, whose plan would be another one then.
        const alone = engine.pack(given.spec, weights)
        const { output } = engine.forward(alone, made.call)
        engine.release(alone)
        const packed = engine.pack(frozen, weights)
        others.push(() => expect(engine.forward(packed, made.call).output).toEqual(output))
      }
      const call = { ...made.call, hidden: undefined, cell: undefined }
      for (const input of [false, true, false, true, true]) {
        const { got: wanted } = learn(engine, given.spec, made, { ...all, input })
        // Two blocks of this size are free, so that the workbench stays where it is.
        for (const free of [engine.pack(frozen, made.weights), engine.pack(frozen, made.weights)]) engine.release(free)
        learn(engine, frozen, made, { ...all, input: !input })
        expect(learn(engine, frozen, made, { ...all, input }).got).toEqual(wanted)
        // Takes the block that this way back has left.
        packMore()
        expect(learn(engine, frozen, made, { ...all, input }).got).toEqual(wanted)
        // Moves the workbench.
        const wide = { ...given.spec, numLayers: 1, hiddenSize: 40 + others.length }
        const packed = engine.pack(wide, randomWeights(wide, random(3)))
        const { output } = engine.forward(packed, call)
        others.push(() => expect(engine.forward(packed, call).output).toEqual(output))
        expect(learn(engine, frozen, made, { ...all, input }).got).toEqual(wanted)
        for (const expectWhole of others) expectWhole()
      }
    })

    it('takes the room of weights whose gradients are wanted, and leaves that of others alone', () => {
      const given = full(kind)
      const made = materials(given)
      const packed = engine.pack(given.spec, made.weights)
      if (!(packed instanceof PackedWeights)) throw new TypeError('the engine packs PackedWeights')
      const { result, kept } = engine.record(wayBack, packed, made.call)
      const backward = (weights: boolean): void => {
        engine.backward(wayBack, packed, made.call, kept, made.gradients, { ...all, weights })
      }
      backward(false)
      expect(engine.forward(packed, made.call)).toEqual(result)
      expect(packed.packs).toBe(1)
      const { start } = packed.residence.block
      backward(true)
      expect(packed.residence.block.size).toBe(-1)
      // Twice, with no room of weights to take.
      backward(true)
      expect(engine.forward(packed, made.call)).toEqual(result)
      expect(packed.packs).toBe(2)
      expect(packed.residence.block.start).toBe(start)
    })

    it('a gradient by the output that is computed where it is needed is read like an array', () => {
      const long = { time: 40, batch: 5, spec: { ...full(kind).spec, hiddenSize: 140, numLayers: 1 } }
      for (const given of [full(kind), full(kind, long), full(kind, { ...long, withLengths: false })]) {
        const made = materials(given)
        const { output } = made.gradients
        const { got: wanted } = learn(engine, given.spec, made)
        const write: Deferred['write'] = (to, at, start, count) =>
          to.set(output?.subarray(start, start + count) ?? [], at)
        const gradients = { ...made.gradients, output: { length: output?.length ?? 0, write } }
        const packed = engine.pack(given.spec, made.weights)
        const { kept } = engine.record(wayBack, packed, made.call)
        poison(engine)
        expect(engine.backward(wayBack, packed, made.call, kept, gradients, all)).toEqual(wanted)
      }
    })

    it('after a sequence ended the gradient by the input is zero, though there was NaN in the padding', () => {
      const given = full(kind, { batchFirst: false })
      const made = materials(given)
      const { got } = learn(engine, given.spec, made)
      const { inputSize } = given.spec
      expect(made.call.input.some(Number.isNaN)).toBe(true)
      let padding = 0
      made.call.input.forEach((x, i) => {
        if (!Number.isNaN(x)) return
        padding += 1
        expect(got.input?.[i]).toBe(0)
      })
      expect(padding % inputSize).toBe(0)
    })

    it('what lies between record and backward changes nothing: other runs, a flush, a second backward', () => {
      const given = full(kind)
      const made = materials(given)
      const { got: wanted } = learn(engine, given.spec, made)
      const packed = engine.pack(given.spec, made.weights)
      const { kept } = engine.record(wayBack, packed, made.call)
      const other = materials(full('lstm', { time: 33, batch: 7, seed: 3 }))
      const otherSpec = full('lstm').spec
      learn(engine, otherSpec, other)
      engine.forward(packed, materials(full(kind, { seed: 9 })).call)
      poison(engine)
      expect(engine.backward(wayBack, packed, made.call, kept, made.gradients, all)).toEqual(wanted)
      engine.arena.flush()
      expect(engine.backward(wayBack, packed, made.call, kept, made.gradients, all)).toEqual(wanted)
    })

    it('the arguments are only read, and what was handed out is never written again', () => {
      const given = full(kind)
      const made = materials(given)
      const copy = structuredClone(made)
      const packed = engine.pack(given.spec, made.weights)
      const { result, kept } = engine.record(wayBack, packed, made.call)
      const resultCopy = structuredClone(result)
      const first = engine.backward(wayBack, packed, made.call, kept, made.gradients, all)
      const firstCopy = structuredClone(first)
      engine.backward(wayBack, packed, made.call, kept, { ...made.gradients, hidden: undefined }, all)
      poison(engine)
      expect(made).toEqual(copy)
      expect(result).toEqual(resultCopy)
      expect(first).toEqual(firstCopy)
      const arrays = [first.input, first.hidden, first.cell, ...(first.weights ?? [])].filter((x) => x !== undefined)
      for (const { buffer } of arrays) expect(buffer).not.toBe(engine.arena.floats.buffer)
      expectApart(arrays)
    })

    it('what is kept is what the gradients are made of, and no more', () => {
      const size = spec({ kind, inputSize: 8, hiddenSize: 12, numLayers: 2, directions: 2 })
      const given = example({ time: 10, batch: 4, spec: size, withStates: false })
      const { weights, call } = materials(given)
      const { kept } = engine.record(wayBack, engine.pack(size, weights), call)
      // Of each layer and direction h, of an LSTM i, f, g, o and c beside it, of a GRU r, z, n and what h gave to n.
      const numbers = { tanh: 1, relu: 1, lstm: 6, gru: 5 }[kind]
      expect(kept.bytes).toBe(4 * numbers * 10 * 4 * 2 * 2 * 12)
    })

    it('a NaN in one sequence stays in what belongs to it, and reaches the weights', () => {
      const given = example({
        batch: 5,
        withMasks: true,
        spec: spec({ kind, hiddenSize: 9, numLayers: 2, directions: 2 }),
      })
      const made = materials(given)
      const { batch, time } = given
      const sequences = (array: Float32Array | undefined, width: number): Set<number> =>
        new Set(
          [...(array ?? []).entries()].flatMap(([i, x]) => (Number.isNaN(x) ? [Math.floor(i / width) % batch] : [])),
        )
      const expectNaN = (changed: Materials, among: readonly number[]): void => {
        const { got } = learn(engine, given.spec, changed)
        const wanted = gradientReference(
          { spec: given.spec, weights: made.weights, call: changed.call },
          changed.gradients,
        )
        // NaN at the same places, too.
        expect(gradientDifference(got, wanted, given)).toBeLessThan(tolerance(given))
        expect([...sequences(got.input, given.spec.inputSize)]).toEqual(among)
        expect([...sequences(got.hidden, given.spec.hiddenSize)]).toEqual(among)
        expect(got.weights?.filter((weight) => weight.some(Number.isNaN)).length).toBeGreaterThan(0)
      }
      // Time 1, sequence 1, and a unit at which a relu lets it through.
      const row = (1 * batch + 1) * 18
      const { result } = learn(engine, given.spec, made)
      const unit = result.output.subarray(row, row + 18).findIndex((x) => x > 0)
      const output = put(made.gradients.output, row + unit, Number.NaN)
      expectNaN({ ...made, gradients: { ...made.gradients, output } }, [1])
      const input = put(made.call.input, ((time - 1) * batch + 1) * 5 + 2, Number.NaN)
      // What a relu passes on does not depend on what came in, only whether it passes.
      expectNaN({ ...made, call: { ...made.call, input } }, kind === 'relu' ? [] : [1])
    })
    it('arrays of a wrong length, another network and another call are refused', () => {
      const given = full(kind)
      const { weights, call, gradients } = materials(given)
      const packed = engine.pack(given.spec, weights)
      const { kept } = engine.record(wayBack, packed, call)
      const wrong = new Float32Array(7)
      const backward = (changed: Partial<ResultGradients>) => () =>
        engine.backward(wayBack, packed, call, kept, { ...gradients, ...changed }, all)
      expect(backward({ output: wrong })).toThrow(/^the gradient by output has 7 floats, but the sizes ask for \d+$/)
      expect(backward({ hidden: wrong })).toThrow(/^the gradient by hidden has 7 floats, but the sizes ask for \d+$/)
      expect(backward({ cell: wrong })).toThrow(/^the gradient by cell has 7 floats, but the sizes ask for \d+$/)
      const again = engine.pack(given.spec, weights)
      expect(() => engine.backward(wayBack, again, call, kept, gradients, all)).toThrow(
        new TypeError('what was kept is not of a run of these weights'),
      )
      expect(() => engine.backward(wayBack, packed, call, { bytes: 0 }, gradients, all)).toThrow(TypeError)
      expect(() => engine.backward(wayBack, { spec: given.spec, bytes: 0 }, call, kept, gradients, all)).toThrow(
        TypeError,
      )
      const other: RecurrentCall = { ...call, input: call.input.slice() }
      expect(() => engine.backward(wayBack, packed, other, kept, gradients, all)).toThrow(
        new RangeError('what was kept is of another call: its input is another array'),
      )
    })
  },
)

describe.each(engines.map((engine) => ({ name: engine.name, engine })))(
  'the memory of learning on $name',
  ({ engine }) => {
    it('a memory that does not grow makes a RangeError, and the engine goes on', () => {
      let most = 1000
      const tight = smallEngine(engine.name, () => most)
      const small = example({ spec: spec({ kind: 'gru' }) })
      const smallMade = materials(small)
      const { got: wanted } = learn(tight, small.spec, smallMade)
      // The forward pass needs little of the workbench, and the way back much: the panels of other weights.
      const large = example({ time: 3, batch: 2, spec: spec({ inputSize: 1, hiddenSize: 250 }) })
      const made = materials(large)
      const packed = tight.pack(large.spec, made.weights)
      const { kept } = tight.record(wayBack, packed, made.call)
      most = bytesOf(tight) / 65_536
      for (let round = 0; round < 3; round++) {
        expect(() => tight.backward(wayBack, packed, made.call, kept, made.gradients, all)).toThrow(
          /^the kernel needs [\d,]+ bytes/,
        )
        expect(learn(tight, small.spec, smallMade).got).toEqual(wanted)
      }
      most = 1000
      expect(tight.backward(wayBack, packed, made.call, kept, made.gradients, all)).toEqual(
        learn(engine, large.spec, made).got,
      )
    })

    it('a memory that the engine has left is kept by nothing, though a network has learned in it', async () => {
      const own = smallEngine(engine.name)
      const small = example({ spec: Object.freeze(spec({ kind: 'gru' })) })
      const { call, weights } = materials(small)
      const packed = own.pack(small.spec, weights)
      learn(own, small.spec, materials(small))
      const left = new WeakRef(own.arena.floats.buffer)
      own.forward(packed, { ...call, time: 300_000, batch: 1, input: new Float32Array(1_500_000), hidden: undefined })
      await collect()
      await collect()
      expect(left.deref()).toBeUndefined()
      expect(own.forward(packed, call)).toEqual(engine.forward(engine.pack(small.spec, weights), call))
    })

    it('10,000 small steps, each with weights of its own, keep memory flat', { timeout: 120_000 }, () => {
      const own = smallEngine(engine.name)
      const size = spec({ kind: 'gru', inputSize: 3, hiddenSize: 6 })
      const weights = randomWeights(size, random(1))
      const { call, gradients } = materials(example({ spec: size }))
      const step = (): void => {
        const packed = own.pack(size, weights)
        const { kept } = own.record(wayBack, packed, call)
        own.backward(wayBack, packed, call, kept, gradients, all)
      }
      const memory = (): { readonly kernel: number; readonly arrays: number } => {
        gc()
        // V8 frees the arrays behind the program's back, and waits for that when it is asked again.
        gc()
        return { kernel: bytesOf(own), arrays: process.memoryUsage().arrayBuffers }
      }
      // Until the arena has met its first limit.
      const large = { ...size, hiddenSize: 256 }
      const largeWeights = randomWeights(large, random(2))
      for (let i = 0; i < 100; i++) own.pack(large, largeWeights)
      for (let i = 0; i < 1000; i++) step()
      const before = memory()
      for (let i = 0; i < 10_000; i++) step()
      const after = memory()
      expect(after.kernel).toBe(before.kernel)
      // One step's arrays are about 4 KB: 10,000 that stayed would be 40 MB.
      expect(after.arrays - before.arrays).toBeLessThan(8 * 2 ** 20)
    })
  },
)
