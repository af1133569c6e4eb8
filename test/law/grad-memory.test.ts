/** What a tape keeps, and until when: bytes of arrays that are alive after a collection, and of the kernel's memory. */
import { describe, expect, test } from 'vitest'
import {
  add,
  type Batch,
  batch,
  type Feature,
  feature,
  grad,
  gru,
  lstm,
  manualSeed,
  mul,
  ones,
  rnn,
  type Seq,
  seq,
  sub,
  sum,
  type Tensor,
  tanh,
} from '../../src/index.js'
import { engine } from '../../src/kernel/engine.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { record } from '../../src/op/record.js'
import { wrap } from '../../src/tensor/tensor.js'
import { collect, gc } from '../kernel/garbage.js'

type Large = Tensor<[Feature<262144>]>
/** One megabyte. */
const x: Large = ones([feature(262144)])
const MEGABYTE = 2 ** 20
const LENGTH = 40

const alive = (): number => {
  // V8 frees the arrays behind the program's back, and waits for that when it is asked again.
  gc()
  gc()
  return process.memoryUsage().arrayBuffers
}

/** The megabytes that a chain of operations holds when it has been run forward, and still holds when it has been differentiated. */
const held = (operation: (y: Large, x: Large) => Large): { readonly forward: number; readonly afterwards: number } => {
  const before = alive()
  let between = 0
  const gradient = grad((p: Large) => {
    let y = p
    for (let i = 0; i < LENGTH; i++) y = operation(y, x)
    const loss = sum(y)
    y = p
    between = alive()
    return loss
  })(x)
  expect(gradient.data.length).toBe(262144)
  return { forward: (between - before) / MEGABYTE, afterwards: (alive() - before) / MEGABYTE }
}

// A few arrays more or less are on the stack.
const FEW = 5

test.each([
  ['add', add],
  ['sub', sub],
  ['mul, by a constant,', mul],
])('%s keeps none of the values in between', (_, operation) => {
  const { forward, afterwards } = held(operation)
  expect(forward).toBeLessThan(FEW)
  expect(afterwards).toBeLessThan(FEW)
})

test('a product keeps the factor that the other one asks for', () => {
  const { forward, afterwards } = held((y) => mul(y, y))
  expect(forward).toBeGreaterThan(LENGTH - FEW)
  expect(forward).toBeLessThan(LENGTH + FEW)
  expect(afterwards).toBeLessThan(FEW)
})

test('tanh keeps its outputs and not its inputs, until the way back', () => {
  const { forward, afterwards } = held((y, constant) => tanh(sub(y, constant)))
  expect(forward).toBeGreaterThan(LENGTH - FEW)
  expect(forward).toBeLessThan(LENGTH + FEW)
  expect(afterwards).toBeLessThan(FEW)
})

test('the way back lets go of each step that it has gone by', () => {
  const before = alive()
  const beginning = { there: 0, back: 0 }
  grad((p: Large) => {
    // Its pullback is the last one to run.
    let y = record([p], wrap<Large>(p.axes, Float32Array.from(p.data)), (dy) => {
      beginning.back = alive() - before
      return [dy]
    })
    for (let i = 0; i < LENGTH; i++) y = tanh(y)
    const loss = sum(y)
    beginning.there = alive() - before
    return loss
  })(x)
  expect(beginning.there / MEGABYTE).toBeGreaterThan(LENGTH - FEW)
  expect(beginning.back / MEGABYTE).toBeLessThan(FEW)
})

test('2,000 gradients hold no more than one', () => {
  const small = ones([feature(4096)])
  const step = () => grad((p: typeof small) => sum(mul(tanh(p), p)))(small)
  step()
  const before = alive()
  for (let i = 0; i < 2000; i++) step()
  expect((alive() - before) / MEGABYTE).toBeLessThan(FEW)
})

/** Bytes of all blocks of weights, and of the memory. */
const room = (): { readonly blocks: number; readonly all: number } => {
  const kernel = engine()
  return kernel instanceof WasmEngine
    ? { blocks: 4 * kernel.arena.top, all: kernel.arena.floats.byteLength }
    : { blocks: 0, all: 0 }
}

test('steps of training, of which none leaves the garbage collector a turn, use one room for their weights', () => {
  const net = lstm({ inputSize: 64, hiddenSize: 256 })
  const x = ones([seq(2), feature(64)])
  let [params] = net.init(manualSeed(0))
  const step = (): void => {
    const gradients = grad((own: typeof params) => sum(net.apply(own)(x).output))(params)
    params = { ...params, weight_hh_l0: sub(params.weight_hh_l0, gradients.weight_hh_l0) }
  }
  for (let i = 0; i < 3; i++) step()
  const before = room()
  // 1.3 MB of weights each.
  for (let i = 0; i < 30; i++) step()
  expect(room()).toEqual(before)
  expect(before.blocks).toBeLessThan(12 * MEGABYTE)
  expect(before.all).toBeLessThanOrEqual(24 * MEGABYTE)
})

type In = Tensor<[Seq<'T'>, Batch<16>, Feature<16>]>
type Out = Tensor<[Seq<'T'>, Batch<16>, Feature<64>]>

/** A step of training on so many time steps, with a loss whose cotangent looks around whenever the engine asks for a part of it. */
const stepOf =
  <P>(params: P, run: (params: P, x: In) => Out) =>
  (time: number, look: () => void): void => {
    const x: In = ones([seq('T', time), batch(16), feature(16)])
    const write = (to: Float32Array, at: number, _: number, count: number): void => {
      look()
      to.fill(0.5, at, at + count)
    }
    const loss = (output: Out): Tensor<[]> =>
      record([output], wrap<Tensor<[]>>([], Float32Array.of(0)), () => [{ length: time * 16 * 64, write }])
    grad((p: P) => loss(run(p, x)))(params)
  }

const sizes = { inputSize: 16, hiddenSize: 64 } as const
const [elman, long, gated] = [rnn(sizes), lstm(sizes), gru(sizes)]

describe.each([
  // Floats that are kept for each hidden unit of a step: the output; the gates and c; the gates and what h gives to n.
  ['rnn', stepOf(elman.init(manualSeed(0))[0], (p, x) => elman.apply(p)(x).output), 1],
  ['lstm', stepOf(long.init(manualSeed(0))[0], (p, x) => long.apply(p)(x).output), 6],
  ['gru', stepOf(gated.init(manualSeed(0))[0], (p, x) => gated.apply(p)(x).output), 5],
] as const)('a step of training of an %s', (_, step, kept) => {
  test('has no array but what must be kept while it goes back', async () => {
    step(1000, () => undefined)
    // What the first step gave back for the next one goes, too.
    await collect()
    const readings: number[] = []
    const before = alive() + 4 * 1000 * 16 * 16
    step(1000, () => readings.push(alive() - before))
    expect(readings.length).toBeGreaterThan(2)
    const must = 4 * 1000 * 16 * 64 * kept
    for (const reading of readings) expect(Math.abs(reading - must)).toBeLessThan(MEGABYTE / 2)
  })

  test('has them again in the next step', async () => {
    await collect()
    const before = alive()
    step(1000, () => undefined)
    const once = alive() - before
    for (let i = 0; i < 10; i++) step(1000, () => undefined)
    expect(Math.abs(alive() - before - once)).toBeLessThan(MEGABYTE / 4)
    // All but the output, which is the user's.
    expect(Math.abs(once - 4 * 1000 * 16 * 64 * (kept - 1))).toBeLessThan(MEGABYTE / 4)
    await collect()
    expect(alive() - before).toBeLessThan(MEGABYTE / 4)
  })

  test('has a workbench that does not grow with the sequence', () => {
    step(500, () => undefined)
    const before = room()
    // Its input alone is 26 MB, which no first memory holds, its output 102 MB.
    step(25_000, () => undefined)
    expect(room()).toEqual(before)
  })
})
