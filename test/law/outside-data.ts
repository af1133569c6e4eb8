/** Data from outside, of whatever kind, and what the crossing to tensors may say of it. */
import fc from 'fast-check'
import { either as E, type either } from 'fp-ts'
import { expect } from 'vitest'
import * as shapefold from '../../src/index.js'
import { type AnyTensor, batch, feature, ShapeError, seq } from '../../src/index.js'
import { type MessageName, templates } from '../../types/message.js'

/** The library as a program without types sees it. The cast: whole point of this file is to give it what the types refuse. */
export const untyped = shapefold as unknown as {
  readonly fromArray: (axes: unknown, data: unknown) => either.Either<ShapeError, AnyTensor>
  readonly refine: (axes: unknown) => (t: unknown) => either.Either<ShapeError, AnyTensor>
  readonly tensor: (axes: unknown, data: unknown) => AnyTensor
  readonly axis: (role: string, size: unknown, number?: number) => unknown
}

/** The sentence of a Left. */
export const sentence = (read: either.Either<ShapeError, unknown>): string =>
  E.isLeft(read) ? read.left.message : 'it was taken'

export const size = fc.integer({ min: 1, max: 4 })
export const shape = fc.array(size, { minLength: 1, maxLength: 4 })
export const shapeOrNone = fc.array(size, { maxLength: 4 })

export const nest = (sizes: readonly number[], leaf: (index: number) => unknown, start = 0): unknown => {
  const [first, ...rest] = sizes
  if (first === undefined) return leaf(start)
  const inner = rest.reduce((a, b) => a * b, 1)
  return Array.from({ length: first }, (_, i) => nest(rest, leaf, start + i * inner))
}

export const count = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1)

export const fail = (message: string): never => {
  throw new Error(message)
}

/** A way to make a value: some of them can't even be looked at by the library that draws them. */
export type Made = () => unknown

export const plain = fc.anything({
  withBigInt: true,
  withSparseArray: true,
  withTypedArray: true,
  withNullPrototype: true,
})

/** Anything at all, and then some of what `anything` does not make. */
export const hostile: fc.Arbitrary<Made> = fc.oneof(
  { weight: 4, arbitrary: plain.map((value) => () => value) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.array(fc.oneof(fc.double(), plain), { maxLength: 3 }), { maxLength: 3 })
      .map((value) => () => value),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Made>(
      () => {
        const cycle: unknown[] = []
        cycle.push(cycle)
        return cycle
      },
      () => Object.defineProperty([1], 0, { get: () => fail('a getter') }),
      () => new Proxy([1], { get: () => fail('a proxy') }),
      () => new Proxy([1], { get: () => fail(String(Symbol('x'))), getPrototypeOf: () => fail('a prototype') }),
      () => {
        const { proxy, revoke } = Proxy.revocable([1], {})
        revoke()
        return proxy
      },
      () => new Array(4_294_967_295),
      () => Object.assign(new DataView(new ArrayBuffer(8)), { length: -1 }),
      () => new BigInt64Array(2),
      () => Object.create(null),
      () => ({ length: 2, 0: 1, 1: 2 }),
      () => ({ role: 'feature', label: Number.NaN, size: Number.NaN }),
      () => ({
        get role() {
          return fail('a role')
        },
        label: 1,
        size: 1,
      }),
      () => Symbol('x'),
    ),
  },
)

export const anyAxis: fc.Arbitrary<Made> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom<unknown>(batch(1), seq(2), feature(3), batch('B'), seq('T', 2), feature('B'), feature('2*B'))
      .map((axis) => () => axis),
  },
  { weight: 1, arbitrary: hostile },
)
export const anyAxes: fc.Arbitrary<Made> = fc.oneof(
  { weight: 6, arbitrary: fc.array(anyAxis, { maxLength: 4 }).map((axes) => () => axes.map((make) => make())) },
  { weight: 1, arbitrary: hostile },
)

export const expectTensor = (t: AnyTensor): void => {
  expect(t.data).toHaveLength(count(t.shape))
  for (const [i, axis] of t.axes.entries()) {
    expect(axis.size).toBe(t.shape[i])
    expect(Number.isInteger(axis.size) && axis.size > 0).toBe(true)
  }
}

/** The sentence of a rule with every hole filled. A datum may look like a hole itself, but it stands in quotes. */
export const filled = (rule: MessageName): RegExp => {
  const parts = templates[rule].split(/(\{\w+\})/)
  const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${parts.map((part, i) => (i % 2 ? `(?!${literal(part)}).+` : literal(part))).join('')}$`)
}

export const expectVerdict = (read: either.Either<ShapeError, AnyTensor>): void => {
  if (E.isRight(read)) expectTensor(read.right)
  else {
    expect(read.left).toBeInstanceOf(ShapeError)
    expect(read.left.message).toMatch(/^[^\n]{10,}$/)
    expect(read.left.message).toMatch(filled(read.left.rule))
  }
}
