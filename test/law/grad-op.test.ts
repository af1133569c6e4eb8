/**
 * Every operation that computes, over random shapes: its numbers are those of a plain reference in float64, and its gradients are the central
 * differences of that reference. Those that move numbers are in grad-move.test.ts.
 */
import fc from 'fast-check'
import { describe } from 'vitest'
import { type Call, check, unary } from './check-op.js'
import {
  type Axis,
  anyAxes,
  anyNumber,
  anyTensor,
  at,
  build,
  placesIn,
  type Reference,
  sizeOf,
  sumOver,
  without,
} from './float64-tensor.js'
import { type Tensor, untyped as u } from './untyped.js'

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
