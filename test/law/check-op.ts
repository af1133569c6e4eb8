/** Operations held to plain references in float64: their numbers, and their gradients by central differences of that reference. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Axis, anyAxes, anyNumber, anyTensor, type Reference } from './float64-tensor.js'
import { Random } from './random.js'
import { type Tensor, tensorOf, untyped as u } from './untyped.js'

/** One call of an operation: what goes in, how the library computes it, and what comes out by its definition. */
export interface Call {
  readonly inputs: readonly Reference[]
  readonly run: (inputs: readonly Tensor[]) => Tensor
  readonly define: (inputs: readonly Reference[]) => Reference
}

/** A step of a central difference. What it leaves out is of the order of its square, what rounding adds of 1e-16 over it. */
const STEP = 1e-5

/** The gradient of `sum of weights times outputs` with respect to each input, by central differences in float64. */
const differences = ({ inputs, define }: Call, weights: readonly number[]): readonly (readonly number[])[] => {
  const loss = (moved: readonly Reference[]): number =>
    define(moved).data.reduce((sum, y, i) => sum + y * (weights[i] ?? Number.NaN), 0)
  return inputs.map((input, which) =>
    input.data.map((_, i) => {
      const shifted = (by: number): readonly Reference[] =>
        inputs.map((one, n) => (n === which ? { ...one, data: one.data.map((x, k) => (k === i ? x + by : x)) } : one))
      return (loss(shifted(STEP)) - loss(shifted(-STEP))) / (2 * STEP)
    }),
  )
}

/**
 * The outputs are rounded once to float32, which is 6e-8 of each. In a gradient up to some hundred products of two such numbers come together, each
 * below 100 here; a wrong sign or factor is off by 1e-2 and more.
 */
const expectClose = (got: ArrayLike<number>, want: readonly number[], what: string): void => {
  const largest = want.reduce((most, x) => Math.max(most, Math.abs(x)), 1)
  expect(got.length, what).toBe(want.length)
  for (const [i, x] of want.entries()) {
    const off = Math.abs((got[i] ?? Number.NaN) - x)
    if (!(off <= 2e-6 * largest)) expect.fail(`${what}[${i}] is ${got[i]}, but should be ${x}`)
  }
}

const namesOf = (t: { readonly axes: readonly Axis[] }): string =>
  t.axes.map(({ role, size }) => `${role} ${size}`).join()

export const check = (name: string, calls: fc.Arbitrary<Call>, numRuns = 60): void =>
  test(name, () => {
    fc.assert(
      fc.property(calls, fc.nat(), (call, seed) => {
        const want = call.define(call.inputs)
        const inputs = call.inputs.map(({ axes, data }) => tensorOf(axes, data))
        // Drawn from a seed, since no failure gets clearer by simpler weights, and hundreds of drawn numbers took most of the time.
        const random = new Random(seed)
        const weights = want.data.map(() =>
          Math.fround((random.chance(0.5) ? -1 : 1) * (0.05 + random.below(1951) / 1000)),
        )
        const weight = tensorOf(want.axes, weights)
        const [[, output], gradients] = u.valueAndGrad((params: readonly Tensor[]) => {
          const y = call.run(params)
          return [u.sum(u.mul(y, weight)), y] as const
        })(inputs)
        expect(namesOf(output)).toBe(namesOf(want))
        expectClose(output.data, want.data, 'output')
        const found = differences(call, weights)
        expect(gradients.length).toBe(inputs.length)
        for (const [n, gradient] of gradients.entries()) {
          expect(namesOf(gradient)).toBe(namesOf(call.inputs[n] ?? want))
          expectClose(gradient.data, found[n] ?? [], `gradient ${n}`)
        }
        // Outside of a gradient the same numbers come out.
        expect(call.run(inputs).data).toEqual(output.data)
      }),
      { numRuns },
    )
  })

/** A call on one tensor. */
export const unary = (
  run: (x: Tensor) => Tensor,
  f: (x: number) => number,
  number: fc.Arbitrary<number> = anyNumber,
): fc.Arbitrary<Call> =>
  anyAxes().chain((axes) =>
    anyTensor(axes, number).map((x) => ({
      inputs: [x],
      run: ([t]) => run(t ?? u.zeros([])),
      define: ([r]) => ({ axes, data: r?.data.map(f) ?? [] }),
    })),
  )
