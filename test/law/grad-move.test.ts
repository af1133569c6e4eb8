/** As grad-op.test.ts, of the operations that only move numbers or pick some. */
import fc from 'fast-check'
import { describe } from 'vitest'
import { type Call, check } from './check-op.js'
import {
  type Axis,
  anyAxes,
  anyTensor,
  at,
  build,
  type Place,
  placesIn,
  type Reference,
  without,
} from './float64-tensor.js'
import { integersOf, type Tensor, untyped as u } from './untyped.js'

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
