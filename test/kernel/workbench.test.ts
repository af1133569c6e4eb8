/** The engine's memory: nothing leaks from call to call, and it stays flat. Longer than most files, since all of it asks the one engine. */
import { describe, expect, it } from 'vitest'
import type { RecurrentCall, RecurrentSpec } from '../../src/kernel/contract.js'
import { PackedWeights } from '../../src/kernel/packed-weights.js'
import { expectApart } from './apart.js'
import { bytesOf, engines, poison, smallEngine } from './engines.js'
import { collect } from './garbage.js'
import { floats, random, randomWeights, reference } from './reference.js'
import { differences, tolerance } from './rounding.js'

const spec: RecurrentSpec = {
  kind: 'tanh',
  inputSize: 5,
  hiddenSize: 9,
  projSize: 0,
  numLayers: 2,
  directions: 2,
  bias: true,
}
const callOf = (seed: number, given: Partial<RecurrentCall> = {}): RecurrentCall => {
  const { time = 4, batch = 3 } = given
  return {
    input: floats(random(seed), time * batch * spec.inputSize),
    time,
    batch,
    batchFirst: false,
    hidden: undefined,
    masks: undefined,
    lengths: undefined,
    cell: undefined,
    ...given,
  }
}
const weights = randomWeights(spec, random(7))

describe.each(engines.map((engine) => ({ name: engine.name, engine })))('the workbench of $name', ({ engine }) => {
  it('results do not depend on what was computed before', () => {
    const packed = engine.pack(spec, weights)
    const first = engine.forward(packed, callOf(1))
    poison(engine)
    engine.forward(packed, callOf(2, { time: 33, batch: 7 }))
    engine.forward(
      engine.pack({ ...spec, hiddenSize: 33, kind: 'relu' }, randomWeights({ ...spec, hiddenSize: 33 }, random(3))),
      callOf(4),
    )
    poison(engine)
    expect(engine.forward(packed, callOf(1))).toEqual(first)
  })

  it('what was handed out is never written again', () => {
    const packed = engine.pack(spec, weights)
    const first = engine.forward(packed, callOf(1))
    const kept = { output: first.output.slice(), hidden: first.hidden.slice() }
    poison(engine)
    engine.forward(packed, callOf(2, { time: 2000, batch: 40 }))
    expect(first).toEqual(kept)
    expect(first.output.buffer).not.toBe(engine.arena.floats.buffer)
  })

  it('output and state lie apart, except for a single step, where they are one array', () => {
    const single: RecurrentSpec = { ...spec, numLayers: 1, directions: 1 }
    const packed = engine.pack(single, randomWeights(single, random(1)))
    const step = engine.forward(packed, callOf(1, { time: 1, batch: 30 }))
    expect(step.hidden).toBe(step.output)
    const two = engine.forward(packed, callOf(1, { time: 2, batch: 30 }))
    expect([...two.hidden]).toEqual([...two.output.subarray(30 * 9)])
    expectApart([two.hidden, two.output])
  })

  it('the arguments are only read', () => {
    const packed = engine.pack(spec, weights)
    const call = callOf(1, { hidden: floats(random(5), 4 * 3 * 9), masks: [floats(random(6), 4 * 3 * 18)] })
    const copy = structuredClone(call)
    engine.forward(packed, call)
    expect(call).toEqual(copy)
    expect(weights).toEqual(randomWeights(spec, random(7)))
  })

  it('a call may come in the middle of a call, and a call may fail in the middle', () => {
    const packed = engine.pack(spec, weights)
    const wanted = engine.forward(packed, callOf(1))
    let inner: unknown
    const nested = callOf(1)
    const calling: RecurrentCall = {
      ...nested,
      get hidden() {
        inner = engine.forward(packed, callOf(2, { time: 300, batch: 9 }))
        return undefined
      },
    }
    expect(engine.forward(packed, calling)).toEqual(wanted)
    expect(inner).toEqual(engine.forward(packed, callOf(2, { time: 300, batch: 9 })))
    const failing: RecurrentCall = {
      ...nested,
      get masks(): undefined {
        throw new Error('from the middle')
      },
    }
    expect(() => engine.forward(packed, failing)).toThrow('from the middle')
    expect(engine.forward(packed, callOf(1))).toEqual(wanted)
  })

  it('arrays of a wrong length are refused by name', () => {
    const packed = engine.pack(spec, weights)
    expect(() => engine.forward(packed, callOf(1, { input: new Float32Array(7) }))).toThrow(
      new RangeError('input has 7 floats, but the sizes ask for 60'),
    )
    expect(() => engine.forward(packed, callOf(1, { hidden: new Float32Array(1) }))).toThrow(
      'hidden has 1 floats, but the sizes ask for 108',
    )
    expect(() => engine.forward(packed, callOf(1, { masks: [] }))).toThrow(
      '0 masks were given, but the layers have 1 between them',
    )
    expect(() => engine.forward(packed, callOf(1, { masks: [new Float32Array(9)] }))).toThrow(
      'mask 0 has 9 floats, but the sizes ask for 216',
    )
    expect(() => engine.pack(spec, weights.slice(1))).toThrow('15 weights were given, but this network has 16')
    expect(() => engine.pack(spec, [...weights].reverse())).toThrow('weight 0 has 9 floats, but the sizes ask for 45')
  })

  it('sizes of nothing are refused', () => {
    const packed = engine.pack(spec, weights)
    expect(() => engine.forward(packed, callOf(1, { time: 0 }))).toThrow('time 0 and batch 3 must be positive')
    expect(() => engine.forward(packed, callOf(1, { time: -1, batch: -1, input: new Float32Array(5) }))).toThrow(
      RangeError,
    )
    expect(() => engine.pack({ ...spec, numLayers: 0 }, [])).toThrow('numLayers 0 must be positive')
  })

  it('a large workbench does not void the weights at each bind', () => {
    const packs = Array.from({ length: 4 }, (_, i) => {
      const packed = engine.pack(spec, randomWeights(spec, random(i)))
      // 41 MB of workbench.
      engine.forward(packed, callOf(1, { time: 50_000, batch: 5 }))
      return packed instanceof PackedWeights ? packed.packs : 0
    })
    expect(packs.slice(1)).toEqual([1, 1, 1])
  })

  it('weights that another engine packed are refused', () => {
    expect(() => engine.forward({ spec, bytes: 0 }, callOf(1))).toThrow(TypeError)
  })

  it('too large a request names its bytes and leaves the engine whole', () => {
    const wide: RecurrentSpec = { ...spec, inputSize: 1, hiddenSize: 1024, numLayers: 1, directions: 1 }
    const packed = engine.pack(wide, randomWeights(wide, random(1)))
    const time = 1_200_000
    expect(() => engine.forward(packed, callOf(1, { input: new Float32Array(time), time, batch: 1 }))).toThrow(
      /^the kernel needs 4,9\d\d,\d\d\d,\d\d\d bytes of WebAssembly memory for this, and 4,294,967,296 is the most there can be/,
    )
    const small = engine.pack(spec, weights)
    const call = callOf(1)
    expect(differences(engine.forward(small, call), reference(spec, weights, call), spec)).toBeLessThan(tolerance(spec))
    const again = callOf(1, { input: new Float32Array(2), time: 2, batch: 1 })
    expect(engine.forward(packed, again).output.length).toBe(2048)
  })

  it('a memory that does not grow makes a RangeError, and the engine goes on', () => {
    const tight = smallEngine(engine.name, () => 100)
    const packed = tight.pack(spec, weights)
    const wanted = tight.forward(packed, callOf(1))
    for (let round = 0; round < 3; round++) {
      expect(() => tight.forward(packed, callOf(1, { time: 10_000, batch: 8 }))).toThrow(
        /^the kernel needs [\d,]+ bytes/,
      )
      expect(() => tight.pack({ ...spec, inputSize: 2000, hiddenSize: 2000 }, [])).toThrow('0 weights were given')
      const wide: RecurrentSpec = { ...spec, inputSize: 1, hiddenSize: 1300, numLayers: 1, directions: 1 }
      expect(() => tight.pack(wide, randomWeights(wide, random(1)))).toThrow(/^the kernel needs [\d,]+ bytes/)
      for (let i = 0; i < 5; i++)
        tight.forward(tight.pack(spec, randomWeights(spec, random(i))), callOf(2, { time: 100 + i }))
      expect(tight.forward(packed, callOf(1))).toEqual(wanted)
    }
  })

  it('a larger memory is another one, with the weights in it, and no buffer is ever detached', () => {
    const small = smallEngine(engine.name)
    const first = small.arena.floats.buffer
    const packed = small.pack(spec, weights)
    const wanted = small.forward(packed, callOf(1))
    small.forward(packed, callOf(1, { time: 10_000, batch: 8 }))
    expect(small.arena.floats.buffer).not.toBe(first)
    expect(first.byteLength).toBe(4 * 65_536)
    expect(small.forward(packed, callOf(1))).toEqual(wanted)
    expect(packed instanceof PackedWeights && packed.packs).toBe(1)
  })

  it('the same weights are packed once', () => {
    const packed = engine.pack(spec, weights)
    for (let i = 0; i < 10; i++) engine.forward(packed, callOf(i))
    expect(packed instanceof PackedWeights && packed.packs).toBe(1)
  })

  it('weights voided by a flush are packed again at their next use', () => {
    const packed = engine.pack(spec, weights)
    const wanted = engine.forward(packed, callOf(1))
    engine.arena.flush()
    expect(engine.forward(packed, callOf(1))).toEqual(wanted)
    expect(packed instanceof PackedWeights && packed.packs).toBe(2)
  })

  it('released weights give their block to the next ones at once, and are packed again at their next use', () => {
    const wide: RecurrentSpec = { ...spec, hiddenSize: 41 }
    const packed = engine.pack(wide, randomWeights(wide, random(1)))
    const call = callOf(1, { hidden: undefined })
    const wanted = engine.forward(packed, call)
    const startOf = (one: unknown): number => (one instanceof PackedWeights ? one.residence.block.start : -1)
    const first = startOf(packed)
    engine.release(packed)
    engine.release(packed)
    const next = engine.pack(wide, randomWeights(wide, random(2)))
    expect(startOf(next)).toBe(first)
    expect(engine.forward(packed, call)).toEqual(wanted)
    expect(startOf(packed)).not.toBe(first)
  })

  it('collected weights give their block to the next ones', async () => {
    const wide: RecurrentSpec = { ...spec, hiddenSize: 40 }
    const wideWeights = randomWeights(wide, random(1))
    const startOf = (): number => {
      const packed = engine.pack(wide, wideWeights)
      return packed instanceof PackedWeights ? packed.residence.block.start : -1
    }
    const first = startOf()
    expect(startOf()).not.toBe(first)
    await collect()
    await collect()
    const later = [startOf(), startOf()]
    expect(later).toContain(first)
  })

  it('weights in use keep their block', async () => {
    const packed = engine.pack(spec, weights)
    const wanted = engine.forward(packed, callOf(1))
    await collect()
    for (let i = 0; i < 50; i++) engine.forward(engine.pack(spec, randomWeights(spec, random(i))), callOf(i))
    expect(engine.forward(packed, callOf(1))).toEqual(wanted)
    expect(packed instanceof PackedWeights && packed.packs).toBe(1)
  })

  it('networks that do not fit together make the limit grow until they are packed no more', () => {
    const wide: RecurrentSpec = { ...spec, inputSize: 64, hiddenSize: 1024, numLayers: 1, directions: 1 }
    // Ten times 4.4 MB: more than the first limit of 32 MB.
    const networks = Array.from({ length: 10 }, (_, i) => engine.pack(wide, randomWeights(wide, random(i))))
    const call = callOf(1, { input: floats(random(1), 64), time: 1, batch: 1 })
    const packs = (): number =>
      networks.reduce((sum, packed) => sum + (packed instanceof PackedWeights ? packed.packs : 0), 0)
    for (let round = 0; round < 12; round++) for (const packed of networks) engine.forward(packed, call)
    const settled = packs()
    for (let round = 0; round < 5; round++) for (const packed of networks) engine.forward(packed, call)
    expect(packs()).toBe(settled)
  })

  it('a loop that leaves the garbage collector no turn keeps memory flat: 100,000 small binds, 1,000 large ones', {
    timeout: 120_000,
  }, () => {
    const small: RecurrentSpec = { ...spec, hiddenSize: 3, numLayers: 1, directions: 1 }
    const smallWeights = randomWeights(small, random(1))
    const large: RecurrentSpec = { ...small, inputSize: 128, hiddenSize: 256 }
    const largeWeights = randomWeights(large, random(2))
    const call = callOf(1, { time: 1, batch: 1 })
    const own = smallEngine(engine.name)
    const alive = own.pack(spec, weights)
    const wanted = own.forward(alive, callOf(1))
    for (let i = 0; i < 1000; i++) own.pack(large, largeWeights)
    const afterLarge = bytesOf(own)
    for (let i = 0; i < 100_000; i++) own.forward(own.pack(small, smallWeights), call)
    for (let i = 0; i < 1000; i++) own.pack(large, largeWeights)
    expect(bytesOf(own)).toBe(afterLarge)
    expect(own.forward(alive, callOf(1))).toEqual(wanted)
  })
})
