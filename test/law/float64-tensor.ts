/**
 * Tensors of float64 numbers for references: a number is found by its coordinates, role by role, and never by a stride. Slow and plain, and it shares
 * nothing with the library.
 */
import fc from 'fast-check'

export interface Axis {
  readonly role: string
  readonly size: number
}

export interface Reference {
  readonly axes: readonly Axis[]
  readonly data: readonly number[]
}

/** One index for each role. */
export type Place = Readonly<Record<string, number>>

/** All places of some axes, in row-major order. */
export const placesIn = (axes: readonly Axis[]): readonly Place[] =>
  axes.reduce<readonly Place[]>(
    (places, { role, size }) =>
      places.flatMap((place) => Array.from({ length: size }, (_, i): Place => ({ ...place, [role]: i }))),
    [{}],
  )

/** The tensor whose number at each place is `f` of the place. */
export const build = (axes: readonly Axis[], f: (place: Place) => number): Reference => ({
  axes,
  data: placesIn(axes).map(f),
})

/** The number at a place; roles that the tensor lacks are not looked at. */
export const at = ({ axes, data }: Reference, place: Place): number =>
  data[axes.reduce((index, { role, size }) => index * size + (place[role] ?? Number.NaN), 0)] ?? Number.NaN

export const sizeOf = (t: Reference, role: string): number =>
  t.axes.find((axis) => axis.role === role)?.size ?? Number.NaN

export const without = (axes: readonly Axis[], role: string): readonly Axis[] =>
  axes.filter((axis) => axis.role !== role)

/** The sum of `f(0)`, `f(1)`, ... */
export const sumOver = (count: number, f: (k: number) => number): number =>
  Array.from({ length: count }, (_, k) => f(k)).reduce((sum, x) => sum + x, 0)

const ROLES = ['seq', 'batch', 'feature', 'layer', 'head', 'vocab']

/** Axes of different roles. */
export const anyAxes = (least = 0, most = 4): fc.Arbitrary<readonly Axis[]> =>
  fc
    .shuffledSubarray(ROLES, { minLength: least, maxLength: most })
    .chain((roles) => fc.tuple(...roles.map((role) => fc.integer({ min: 1, max: 4 }).map((size) => ({ role, size })))))

/** A float32 number from -2 to 2, and never within 0.05 of 0, where some functions have a kink. */
export const anyNumber: fc.Arbitrary<number> = fc
  .tuple(fc.boolean(), fc.integer({ min: 50, max: 2000 }))
  .map(([negative, thousandths]) => Math.fround((negative ? -thousandths : thousandths) / 1000))

/** A tensor of these axes. */
export const anyTensor = (axes: readonly Axis[], number = anyNumber): fc.Arbitrary<Reference> => {
  const count = axes.reduce((product, { size }) => product * size, 1)
  return fc.array(number, { minLength: count, maxLength: count }).map((data) => ({ axes, data }))
}
