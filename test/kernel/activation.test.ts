import { describe, expect, it } from 'vitest'
import { relu, sigmoid, tanh } from '../../src/kernel/assembly/activation.js'
import { encodeModule } from '../../src/kernel/assembly/encoding.js'
import { fma, type Isa, mulAdd } from '../../src/kernel/assembly/isa.js'
import { storeTail } from '../../src/kernel/assembly/store-tail.js'
import { host, type WasmMemory } from '../../src/kernel/host.js'
import { engines } from './engines.js'
import { rectified } from './reference.js'

/** One unit in the last place of a float32 near x. */
const ulp = (x: number): number => {
  const size = Math.abs(Math.fround(x))
  return size < 2 ** -126 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(size)) - 23)
}

/** Every 1,021st float from -infinity to infinity (1,021 is prime, so that all exponents get many different mantissas), and NaN. */
const sweep = (): Float32Array => {
  const bits: number[] = []
  for (let size = 0; size <= 0x7f800000; size += 1021) bits.push(size, size | 0x80000000)
  return new Float32Array(Int32Array.from(bits).buffer)
}

const special = Float32Array.of(
  0,
  -0,
  1e-45,
  -1e-45,
  1.1754942e-38,
  -1.1754942e-38,
  3.4028235e38,
  -3.4028235e38,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
)

const functions = [
  { name: 'f32_tanh', exact: Math.tanh, largest: 1.52e-7, low: -1 },
  { name: 'f32_sigmoid', exact: (x: number) => 1 / (1 + Math.exp(-x)), largest: 9.5e-8, low: 0 },
] as const

type ActivationName = 'f32_tanh' | 'f32_sigmoid' | 'f32_relu'

/**
 * The activations in a module of their own, since sigmoid is in the kernel only as a part of the gated cells' pass, and none is shown.
 * A sweep of all exponents fits its memory.
 */
const activationsOf = (
  isa: Isa,
): Record<ActivationName, (at: number, count: number) => void> & { memory: WasmMemory } => {
  const functions = [storeTail, tanh, sigmoid, relu]
  const bytes = encodeModule(isa, { imports: [], memory: 300, functions, exported: functions })
  if (host.WebAssembly === undefined) throw new Error('this runtime has no WebAssembly')
  // The module was just made to export these.
  return new host.WebAssembly.Instance(new host.WebAssembly.Module(bytes), {}).exports as unknown as ReturnType<
    typeof activationsOf
  >
}

describe.each(engines.map(({ name }) => ({ name })))('activations of $name', ({ name }) => {
  const activations = activationsOf(name === 'wasm-fma' ? fma : mulAdd)
  /** Runs an activation on `xs`, which lie between two guards, and NaN around them. */
  const run = (name: ActivationName, xs: Float32Array): Float32Array => {
    const memory = new Float32Array(activations.memory.buffer)
    const start = 16
    memory.fill(Number.NaN, 0, xs.length + 80)
    memory[start - 1] = 123
    memory[start + xs.length] = 456
    memory.set(xs, start)
    activations[name](4 * start, xs.length)
    expect(memory[start - 1], 'nothing before is written').toBe(123)
    expect(memory[start + xs.length], 'nothing behind is written').toBe(456)
    return memory.slice(start, start + xs.length)
  }

  it.each(functions)('$name over all ranges', ({ name, exact, largest, low }) => {
    const xs = sweep()
    const ys = run(name, xs)
    let absolute = 0
    let law = 0
    let lowest = 1
    let highest = 0
    xs.forEach((x, i) => {
      const y = Number(ys[i])
      const wanted = exact(x)
      const error = Math.abs(y - wanted)
      if (Number.isNaN(error)) throw new Error(`${name}(${x}) is ${y}`)
      absolute = Math.max(absolute, error)
      law = Math.max(law, Math.min(error / (3 * ulp(wanted)), error / 2e-7))
      lowest = Math.min(lowest, y)
      highest = Math.max(highest, y)
    })
    expect(law, 'within 3 ulp or 2e-7').toBeLessThanOrEqual(1)
    expect(absolute, 'the largest error stands in the comment').toBeLessThan(largest)
    expect([lowest, highest], 'the range is closed').toEqual([low, 1])
  })

  it('the relative error of tanh is small where tanh is', () => {
    const xs = sweep().filter((x) => Math.abs(x) < 1 && Math.abs(x) > 2 ** -126)
    let worst = 0
    run('f32_tanh', xs).forEach((y, i) => {
      const wanted = Math.tanh(Number(xs[i]))
      worst = Math.max(worst, Math.abs(y - wanted) / ulp(wanted))
    })
    expect(worst).toBeLessThan(3.5)
  })

  it('special values', () => {
    expect([...run('f32_tanh', special)]).toEqual([...special].map((x) => Math.fround(Math.tanh(x))))
    expect([...run('f32_sigmoid', special)]).toEqual([...special].map((x) => Math.fround(1 / (1 + Math.exp(-x)))))
    expect([...run('f32_relu', special)]).toEqual([...special].map(rectified))
  })

  it.each([1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 18, 19, 20, 31, 32, 33])('a run of %i, NaN around it', (count) => {
    const xs = Float32Array.from({ length: count }, (_, i) => Math.sin(i + 1) * 3)
    for (const { name, exact } of functions) {
      run(name, xs).forEach((y, i) => {
        expect(Math.abs(y - exact(Number(xs[i])))).toBeLessThan(2e-7)
      })
    }
    expect([...run('f32_relu', xs)]).toEqual([...xs].map(rectified))
  })
})
