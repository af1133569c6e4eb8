/**
 * Every operation, over random shapes: its numbers are those of a plain reference in float64, and its gradients are the central differences of that
 * reference.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Axis,
  anyAxes,
  anyNumber,
  anyTensor,
  at,
  build,
  type Place,
  placesIn,
  type Reference,
  sizeOf,
  sumOver,
  without,
} from './float64-tensor.js'
import { Random } from './random.js'
import { integersOf, type Tensor, tensorOf, untyped as u } from './untyped.js'

/** One call of an operation: what goes in, how the library computes it, and what comes out by its definition. */
interface Call {
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

const check = (name: string, calls: fc.Arbitrary<Call>, numRuns = 60): void =>
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
const unary = (
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

const positive = anyNumber.map(Math.abs)

describe('on each number', () => {
  check(
    'neg',
    unary(u.neg, (x) => -x),
  )
  check('tanh', unary(u.tanh, Math.tanh))
  check(
    'sigmoid',
    unary(u.sigmoid, (x) => 1 / (1 + Math.exp(-x))),
  )
  check(
    'relu',
    unary(u.relu, (x) => Math.max(0, x)),
  )
  check('exp', unary(u.exp, Math.exp))
  check('log', unary(u.log, Math.log, positive))
  check('sqrt', unary(u.sqrt, Math.sqrt, positive))
  check(
    'square',
    unary(u.square, (x) => x * x),
  )
  check('abs', unary(u.abs, Math.abs))
  check(
    'clamp',
    unary(
      (x) => u.clamp(x, -0.9995, 1.0005),
      (x) => Math.min(Math.max(x, -0.9995), 1.0005),
    ),
  )
})

/** Two tensors, one of which may lack axes of the other. */
const pairs = (right = anyNumber): fc.Arbitrary<readonly [Reference, Reference]> =>
  fc
    .tuple(anyAxes(), fc.boolean())
    .chain(([axes, left]) =>
      fc
        .subarray([...axes])
        .chain((some) => fc.tuple(anyTensor(left ? some : axes, anyNumber), anyTensor(left ? axes : some, right))),
    )

const binary = (
  run: (a: Tensor, b: Tensor) => Tensor,
  f: (a: number, b: number) => number,
  right = anyNumber,
): fc.Arbitrary<Call> =>
  pairs(right).map(([a, b]) => ({
    inputs: [a, b],
    run: ([x, y]) => run(x ?? u.zeros([]), y ?? u.zeros([])),
    define: ([x = a, y = b]) =>
      build(x.axes.length >= y.axes.length ? x.axes : y.axes, (place) => f(at(x, place), at(y, place))),
  }))

/** A tensor and a plain number on either side. */
const withNumber = (run: (x: Tensor, n: number) => Tensor, f: (x: number, n: number) => number): fc.Arbitrary<Call> =>
  anyNumber.chain((n) =>
    unary(
      (x) => run(x, n),
      (x) => f(x, n),
    ),
  )

const awayFromZero = fc
  .tuple(fc.boolean(), fc.integer({ min: 500, max: 2000 }))
  .map(([negative, thousandths]) => Math.fround((negative ? -thousandths : thousandths) / 1000))

describe('on two tensors, one of which may be repeated', () => {
  check(
    'add',
    binary(u.add, (a, b) => a + b),
  )
  check(
    'sub',
    binary(u.sub, (a, b) => a - b),
  )
  check(
    'mul',
    binary(u.mul, (a, b) => a * b),
  )
  check(
    'div',
    binary(u.div, (a, b) => a / b, awayFromZero),
  )
  check(
    'add, number',
    withNumber(
      (x, n) => u.add(x, n),
      (x, n) => x + n,
    ),
  )
  check(
    'sub, number first',
    withNumber(
      (x, n) => u.sub(n, x),
      (x, n) => n - x,
    ),
  )
  check(
    'mul, number first',
    withNumber(
      (x, n) => u.mul(n, x),
      (x, n) => n * x,
    ),
  )
  check(
    'div, number',
    withNumber(
      (x, n) => u.div(x, n),
      (x, n) => x / n,
    ),
  )
})

/** Numbers of which no two are closer than 0.01, in random order. */
const spread = (axes: readonly Axis[]): fc.Arbitrary<Reference> => {
  const count = placesIn(axes).length
  const all = Array.from({ length: count }, (_, i) => Math.fround(i / 64 - 1))
  return fc.shuffledSubarray(all, { minLength: count, maxLength: count }).map((data) => ({ axes, data }))
}

/** A tensor and one of its roles. */
const withRole = (
  make: (x: Reference, role: string) => Call,
  tensors: (axes: readonly Axis[]) => fc.Arbitrary<Reference> = anyTensor,
): fc.Arbitrary<Call> =>
  anyAxes(1).chain((axes) => fc.tuple(tensors(axes), fc.constantFrom(...axes)).map(([x, { role }]) => make(x, role)))

/** A reduction of the numbers along an axis. */
const reduction =
  (run: (x: Tensor, role: string) => Tensor, f: (numbers: readonly number[]) => number) =>
  (x: Reference, role: string): Call => ({
    inputs: [x],
    run: ([t]) => run(t ?? u.zeros([]), role),
    define: ([r = x]) =>
      build(without(r.axes, role), (place) =>
        f(Array.from({ length: sizeOf(r, role) }, (_, k) => at(r, { ...place, [role]: k }))),
      ),
  })

const whole = (
  run: (x: Tensor) => Tensor,
  f: (numbers: readonly number[]) => number,
  tensors: (axes: readonly Axis[]) => fc.Arbitrary<Reference> = anyTensor,
): fc.Arbitrary<Call> =>
  anyAxes()
    .chain(tensors)
    .map((x) => ({
      inputs: [x],
      run: ([t]) => run(t ?? u.zeros([])),
      define: ([r = x]) => ({ axes: [], data: [f(r.data)] }),
    }))

const total = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0)
const average = (numbers: readonly number[]): number => total(numbers) / numbers.length
const largest = (numbers: readonly number[]): number => Math.max(...numbers)

describe('along an axis, or all', () => {
  check('sum', withRole(reduction(u.sum, total)))
  check('mean', withRole(reduction(u.mean, average)))
  check('max', withRole(reduction(u.max, largest), spread))
  check('sum of all', whole(u.sum, total))
  check('mean of all', whole(u.mean, average))
  check('max of all', whole(u.max, largest, spread))

  const normalised =
    (run: (x: Tensor, role: string) => Tensor, f: (x: number, sum: number) => number) =>
    (x: Reference, role: string): Call => ({
      inputs: [x],
      run: ([t]) => run(t ?? u.zeros([]), role),
      define: ([r = x]) =>
        build(r.axes, (place) =>
          f(
            at(r, place),
            sumOver(sizeOf(r, role), (k) => Math.exp(at(r, { ...place, [role]: k }))),
          ),
        ),
    })
  check('softmax', withRole(normalised(u.softmax, (x, sum) => Math.exp(x) / sum)))
  check('logSoftmax', withRole(normalised(u.logSoftmax, (x, sum) => x - Math.log(sum))))
})

describe('matmul', () => {
  const size = fc.integer({ min: 1, max: 4 })
  const axis = (role: string): fc.Arbitrary<Axis> => size.map((n) => ({ role, size: n }))
  const multiplied = (a: Reference, b: Reference, axes: readonly Axis[]): Call => ({
    inputs: [a, b],
    run: ([x, y]) => u.matmul(x, y),
    define: ([x = a, y = b]) =>
      build(axes, (place) => sumOver(sizeOf(a, 'k'), (k) => at(x, { ...place, k }) * at(y, { ...place, k }))),
  })
  const leads = fc.oneof(
    fc.constant([]),
    fc.tuple(axis('batch')),
    fc.tuple(axis('seq'), axis('batch')),
    fc.tuple(axis('head'), axis('batch'), axis('seq')),
  )
  check(
    'by a vector',
    fc
      .tuple(leads, axis('k'))
      .chain(([lead, k]) => fc.tuple(anyTensor([...lead, k]), anyTensor([k])).map(([a, b]) => multiplied(a, b, lead))),
  )
  check(
    'by a matrix',
    fc
      .tuple(leads, axis('k'), axis('n'))
      .chain(([lead, k, n]) =>
        fc.tuple(anyTensor([...lead, k]), anyTensor([k, n])).map(([a, b]) => multiplied(a, b, [...lead, n])),
      ),
  )
  check(
    'by as many matrices',
    fc
      .tuple(fc.oneof(fc.tuple(axis('batch')), fc.tuple(axis('head'), axis('batch'))), axis('m'), axis('k'), axis('n'))
      .chain(([front, m, k, n]) =>
        fc
          .tuple(anyTensor([...front, m, k]), anyTensor([...front, k, n]))
          .map(([a, b]) => multiplied(a, b, [...front, m, n])),
      ),
  )
})

/** The same number under another place. */
const taken =
  (run: (x: Tensor) => Tensor, axes: (x: Reference) => readonly Axis[], from: (place: Place) => Place) =>
  (x: Reference): Call => ({
    inputs: [x],
    run: ([t]) => run(t ?? u.zeros([])),
    define: ([r = x]) => build(axes(x), (place) => at(r, from(place))),
  })

describe('what moves numbers', () => {
  check(
    'transpose',
    anyAxes(2)
      .chain((axes) => anyTensor(axes))
      .map(
        taken(
          u.transpose,
          ({ axes }) => [...axes.slice(0, -2), ...axes.slice(-2).reverse()],
          (place) => place,
        ),
      ),
  )
  check(
    'permute',
    anyAxes().chain((axes) =>
      fc
        .tuple(anyTensor(axes), fc.shuffledSubarray([...axes], { minLength: axes.length, maxLength: axes.length }))
        .map(([x, order]) =>
          taken(
            (t) =>
              u.permute(
                t,
                order.map(({ role }) => role),
              ),
            () => order,
            (place) => place,
          )(x),
        ),
    ),
  )
  check(
    'reshape',
    anyAxes().chain((axes) =>
      anyTensor(axes).map(
        (x): Call => ({
          inputs: [x],
          run: ([t]) => u.reshape(t, [u.axis('flat', x.data.length)]),
          define: ([r = x]) => ({ axes: [{ role: 'flat', size: r.data.length }], data: r.data }),
        }),
      ),
    ),
  )
  check(
    'concat',
    anyAxes(1).chain((axes) =>
      fc.tuple(fc.constantFrom(...axes), fc.integer({ min: 1, max: 3 })).chain(([{ role, size }, other]) => {
        const resized = (n: number): readonly Axis[] => axes.map((one) => (one.role === role ? { role, size: n } : one))
        return fc.tuple(anyTensor(axes), anyTensor(resized(other))).map(
          ([a, b]): Call => ({
            inputs: [a, b],
            run: ([x, y]) => u.concat(x, y, role),
            define: ([x = a, y = b]) =>
              build(resized(size + other), (place) => {
                const k = place[role] ?? Number.NaN
                return k < size ? at(x, place) : at(y, { ...place, [role]: k - size })
              }),
          }),
        )
      }),
    ),
  )
  const cut = anyAxes(1).chain((axes) =>
    fc
      .constantFrom(...axes)
      .chain((along) =>
        fc.tuple(
          anyTensor(axes),
          fc.constant(along),
          fc.integer({ min: 0, max: along.size - 1 }),
          fc.integer({ min: 0, max: along.size - 1 }),
        ),
      ),
  )
  const parts = (run: (x: Tensor, role: string, start: number, end: number) => Tensor): fc.Arbitrary<Call> =>
    cut.map(([x, { role }, one, other]) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other) + 1]
      return taken(
        (t) => run(t, role, start, end),
        ({ axes }) => axes.map((axis) => (axis.role === role ? { role, size: end - start } : axis)),
        (place) => ({ ...place, [role]: (place[role] ?? Number.NaN) + start }),
      )(x)
    })
  check('slice', parts(u.slice))
  check(
    'narrow',
    parts((x, role, start, end) => u.narrow(x, u.axis(role, end - start), start)),
  )
  check(
    'select',
    cut.map(([x, { role, size }, index, sign]) =>
      taken(
        (t) => u.select(t, role, sign % 2 === 0 ? index : index - size),
        ({ axes }) => without(axes, role),
        (place) => ({ ...place, [role]: index }),
      )(x),
    ),
  )
})

describe('what integers pick', () => {
  const picks = (several: boolean): fc.Arbitrary<Call> =>
    anyAxes(1).chain((axes) =>
      fc.constantFrom(...axes).chain(({ role, size }) =>
        fc.integer({ min: 1, max: 5 }).chain((count) => {
          const own = several
            ? axes.map((one) => (one.role === role ? { role, size: count } : one))
            : without(axes, role)
          const length = placesIn(own).length
          return fc
            .tuple(
              anyTensor(axes),
              fc.array(fc.integer({ min: 0, max: size - 1 }), { minLength: length, maxLength: length }),
            )
            .map(([x, indices]): Call => {
              const index: Reference = { axes: own, data: indices }
              return {
                inputs: [x],
                run: ([t]) => u.gather(t, role, integersOf(own, indices)),
                define: ([r = x]) => build(own, (place) => at(r, { ...place, [role]: at(index, place) })),
              }
            })
        }),
      ),
    )
  check('gather, one for each place', picks(false))
  check('gather, several', picks(true))
})
