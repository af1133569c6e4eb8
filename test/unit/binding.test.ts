import { expect, test, vi } from 'vitest'
import { add, batch, feature, grad, gru, manualSeed, ones, seq, sum } from '../../src/index.js'
import { engine } from '../../src/kernel/engine.js'
import { PackedWeights } from '../../src/kernel/packed-weights.js'
import { WasmEngine } from '../../src/kernel/wasm-engine.js'
import { remembering } from '../../src/layer/binding.js'
import { tapeOf } from '../../src/op/record.js'
import type { Tape } from '../../src/tensor/tape.js'

const a = ones([feature(2)])
const b = ones([feature(3)])

test('a binding is remembered for its record, and made anew where other parts are in it', () => {
  const remember = remembering<object>()
  const record = {}
  const first = remember(record, [a, b], () => ({}))
  expect(remember(record, [a, b], () => ({}))).toBe(first)
  const other = remember(record, [b, a], () => ({}))
  expect(other).not.toBe(first)
  expect(remember(record, [b, a], () => ({}))).toBe(other)
  expect(remember({}, [b, a], () => ({}))).not.toBe(other)
})

test('on a tape it is remembered as long as the tape is open', () => {
  const remember = remembering<object>()
  const tapes: (Tape | undefined)[] = []
  const make = (tape: Tape | undefined): object => {
    tapes.push(tape)
    return {}
  }
  const record = {}
  let parts: readonly (typeof a)[] = []
  grad((p: readonly (typeof a)[]) => {
    parts = p
    const first = remember(record, p, make)
    const other = remember({}, p, make)
    expect(remember(record, p, make)).toBe(first)
    expect(other).not.toBe(first)
    expect(remember(record, [a], make)).not.toBe(first)
    expect(remember(record, p, make)).toBe(first)
    expect(tapes).toEqual([tapeOf(p), tapeOf(p), undefined])
    return sum(p[0] ?? a)
  })([a])
  expect(tapeOf(parts)).toBeUndefined()
  // Closed: what its parts are now are constants, which nobody has bound.
  remember(record, parts, make)
  expect(tapes.length).toBe(4)
})

test('a network that is applied twice in a gradient is packed once, and given up with it', () => {
  const kernel = engine()
  if (!(kernel instanceof WasmEngine)) return
  const pack = vi.spyOn(kernel, 'pack')
  const net = gru({ inputSize: 3, hiddenSize: 4 })
  const [params] = net.init(manualSeed(0))
  const x = ones([seq(5), batch(2), feature(3)])
  let later: (() => unknown) | undefined
  grad((p: typeof params) => {
    later = () => net.apply(p)(x).output
    return sum(add(net.apply(p)(x).output, net.apply(p)(x).output))
  })(params)
  expect(pack).toHaveBeenCalledTimes(1)
  const packed: unknown = pack.mock.results[0]?.value
  expect(packed instanceof PackedWeights && packed.residence.block.size).toBe(-1)
  expect(packed instanceof PackedWeights && packed.isPassing).toBe(false)
  // What the function kept are constants afterwards, and compute what the parameters do.
  expect(later?.()).toEqual(net.apply(params)(x).output)
  pack.mockRestore()
})
