/**
 * Every operation against PyTorch's: what it gives and all its gradients, at the ends of float32 too; and a cell over time, differentiated step by step.
 *
 * make_grad.py made the numbers; README.md beside this file gives the tolerance and its reason.
 */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lookup } from '../../src/op/lookup.js'
import type { Axis } from '../law/float64-tensor.js'
import { integersOf, type Tensor, tensorOf, untyped as u } from '../law/untyped.js'
import { distance, largest } from './distance.js'
import { float32, int32, readJson } from './read.js'

type AxisLine = readonly [role: string, size: number]

interface TensorLine {
  readonly axes: readonly AxisLine[]
  readonly data: string
}

/** An argument of a call: a tensor by its number, axes, or what it is itself. */
type Argument =
  | string
  | number
  | null
  | readonly string[]
  | { readonly input: number }
  | { readonly integers: number }
  | { readonly axis: AxisLine }
  | { readonly axes: readonly AxisLine[] }

interface Line {
  readonly name: string
  readonly call: readonly [name: string, ...args: Argument[]]
  readonly inputs: readonly TensorLine[]
  readonly integers: readonly TensorLine[]
  readonly weights: TensorLine
  readonly output: TensorLine
  readonly gradients: readonly string[]
}

const { cases } = readJson<{ readonly cases: readonly Line[] }>('grad.json')

const axesOf = (axes: readonly AxisLine[]): readonly Axis[] => axes.map(([role, size]) => ({ role, size }))

/** An Elman cell over the axis of time, from a first state; its history is cut before the step `cut`. */
const overTime = (
  nonlinearity: Argument,
  cut: Argument,
  [x, state0, ih, hh, b_ih, b_hh]: readonly Tensor[],
): Tensor => {
  // The casts: this is the library as a program without types sees it.
  type Cell = (state: Tensor, input: Tensor) => readonly [Tensor, Tensor]
  type Run = (state: Tensor) => (xs: readonly Tensor[]) => readonly [readonly Tensor[], Tensor]
  const cell = u.elman({ weight_ih: ih, weight_hh: hh, bias_ih: b_ih, bias_hh: b_hh }, nonlinearity) as unknown as Cell
  const run = u.scan(cell) as unknown as Run
  const steps = u.toSteps(x) as unknown as readonly Tensor[]
  const at = typeof cut === 'number' ? cut : steps.length
  const [before, between] = run(state0 ?? u.zeros([]))(steps.slice(0, at))
  const [after] = run(u.stopGradient(between))(steps.slice(at))
  const join = u.fromSteps(u.seq(steps.length)) as unknown as (steps: readonly Tensor[]) => Tensor
  return join([...before, ...after])
}

const run = ({ call: [name, ...args], integers }: Line, inputs: readonly Tensor[]): Tensor => {
  if (name === 'elman') return overTime(args[0] ?? null, args[1] ?? null, inputs)
  const value = (arg: Argument): unknown => {
    if (typeof arg !== 'object' || arg === null || Array.isArray(arg)) return arg
    if ('input' in arg) return inputs[arg.input]
    if ('axis' in arg) return u.axis(...arg.axis)
    if ('axes' in arg) return arg.axes.map(([role, size]) => u.axis(role, size))
    const { axes, data } = integers['integers' in arg ? arg.integers : 0] ?? { axes: [], data: '' }
    return integersOf(axesOf(axes), int32(data))
  }
  // The casts: as above; `lookup` is the operation below the layer `embedding`.
  const op = name === 'lookup' ? (lookup as unknown as typeof u.sum) : u[name as keyof typeof u]
  return (op as typeof u.sum)(...args.map(value))
}

/** Both sides round each sum in an order of their own; README.md tells what was measured. */
const expectSame = (got: Float32Array, want: Float32Array, what: string): void =>
  expect(distance(got, want), what).toBeLessThanOrEqual(1e-6 * Math.max(largest(want), 2 ** -126))

describe('the operations give the numbers and gradients of PyTorch', () => {
  test.each(cases.map((line) => [line.name, line] as const))('%s', (_, line) => {
    const inputs = line.inputs.map(({ axes, data }) => tensorOf(axesOf(axes), float32(data)))
    const weights = tensorOf(axesOf(line.weights.axes), float32(line.weights.data))
    const [[, output], gradients] = u.valueAndGrad((params: readonly Tensor[]) => {
      const y = run(line, params)
      return [u.sum(u.mul(y, weights)), y] as const
    })(inputs)
    expect(output.axes.map(({ role, size }) => [role, size])).toEqual(line.output.axes)
    expectSame(output.data, float32(line.output.data), 'output')
    expect(gradients.length).toBe(line.gradients.length)
    for (const [i, want] of line.gradients.entries())
      expectSame(gradients[i]?.data ?? new Float32Array(0), float32(want), `gradient ${i}`)
  })

  test('every operation that index.ts exports is there', () => {
    const index = readFileSync(new URL('../../src/index.ts', import.meta.url), 'utf8')
    const operations = [...index.matchAll(/^export \{ (\w+) \} from '\.\/op\//gm)].map(([, name]) => name)
    const called = new Set<string | undefined>(cases.map(({ call: [name] }) => name))
    expect(operations.length).toBeGreaterThan(25)
    // Both end a gradient: test/law/grad.test.ts.
    expect(operations.filter((name) => !called.has(name))).toEqual(['argmax', 'stopGradient'])
  })
})
