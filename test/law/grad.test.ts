/** The laws of reverse mode, whatever the operations: longer than most files, since all its parts look at one tape from outside. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  add,
  type Feature,
  feature,
  grad,
  mean,
  mul,
  refine,
  reshape,
  ShapeError,
  seq,
  stopGradient,
  sub,
  sum,
  type Tensor,
  tanh,
  tensor,
  valueAndGrad,
  zeros,
} from '../../src/index.js'
import { whole } from '../../src/op/deferred.js'
import { record, recordAll } from '../../src/op/record.js'
import { traceOf, wrap } from '../../src/tensor/tensor.js'

type Vector = Tensor<[Feature<2>]>
const vector = (...numbers: readonly [number, number]): Vector => tensor([feature(2)], numbers)
const a = vector(2, -3)
const b = vector(5, 7)
const scalar = (x: number): Tensor<[]> => tensor([], [x])

describe('what a gradient is', () => {
  test('of a product: each factor gets the other', () => {
    const [value, gradients] = valueAndGrad((p: { a: Vector; b: Vector }) => sum(mul(p.a, p.b)))({ a, b })
    expect(value.toArray()).toBe(10 - 21)
    expect(gradients.a.toArray()).toEqual([5, 7])
    expect(gradients.b.toArray()).toEqual([2, -3])
  })

  test('of a parameter that is used twice: the sum of both', () => {
    expect(grad((p: Vector) => sum(add(mul(p, p), p)))(a).toArray()).toEqual([5, -5])
    expect(grad((p: Vector) => sum(add(p, p)))(a).toArray()).toEqual([2, 2])
  })

  test('of a parameter that the loss does not depend on: zeros', () => {
    expect(grad((p: { a: Vector; b: Vector }) => sum(p.a))({ a, b }).b.toArray()).toEqual([0, 0])
    expect(grad((_: Vector) => scalar(4))(a).toArray()).toEqual([0, 0])
  })

  test('of a parameter that is the loss: 1', () => {
    expect(grad((p: Tensor<[]>) => p)(scalar(3)).toArray()).toBe(1)
  })

  test('one tensor as two parameters is two parameters', () => {
    const gradients = grad((p: { a: Vector; b: Vector }) => sum(mul(p.a, stopGradient(p.b))))({ a, b: a })
    expect(gradients.a.toArray()).toEqual([2, -3])
    expect(gradients.b.toArray()).toEqual([0, 0])
  })

  test('what f closes over is a constant', () => {
    expect(grad((p: { b: Vector }) => sum(mul(a, p.b)))({ b }).b.toArray()).toEqual([2, -3])
  })

  test('further arguments are passed on', () => {
    const step = valueAndGrad((p: Vector, x: Vector, times: number) => sum(mul(mul(p, x), times)))
    const [value, gradients] = step(a, b, 10)
    expect(value.toArray()).toBe(-110)
    expect(gradients.toArray()).toEqual([50, 70])
  })

  test('what stands behind the loss comes out beside it, as constants', () => {
    const [[loss, { doubled }], gradients] = valueAndGrad((p: Vector) => [sum(p), { doubled: add(p, p) }])(a)
    expect(loss.toArray()).toBe(-1)
    expect(doubled.toArray()).toEqual([4, -6])
    expect(traceOf(doubled)).toBeUndefined()
    expect(gradients.toArray()).toEqual([1, 1])
  })
})

describe('parameters', () => {
  test('nested records, lists and tuples, and what is left out; frozen', () => {
    const params = { layers: [{ w: a, b: undefined }, { w: b }] as const, pair: [a, b] as const, none: {} }
    const gradients = grad((p: typeof params) => sum(mul(p.layers[0].w, mul(p.layers[1].w, p.pair[0]))))(params)
    expect(gradients.layers[0].w.toArray()).toEqual([10, -21])
    expect(gradients.layers[0]).toHaveProperty('b', undefined)
    expect(gradients.layers[1].w.toArray()).toEqual([4, 9])
    expect(gradients.pair.map((one) => one.toArray())).toEqual([
      [10, -21],
      [0, 0],
    ])
    expect(Object.keys(gradients)).toEqual(Object.keys(params))
    expect(Object.isFrozen(gradients.layers[0])).toBe(true)
    expect(Object.isFrozen(gradients.pair)).toBe(true)
  })

  test('gradients have the axes of the parameters, names and all', () => {
    const x = zeros([seq('T', 3), feature(2)])
    expect(grad((p: typeof x) => mean(p))(x).axes).toEqual(x.axes)
  })

  test.each([
    ['params is 5, but', 5],
    ['params is undefined, but', undefined],
    ["params.rate is 'fast', but", { rate: 'fast' }],
    ['params.layers[1].b is null, but', { layers: [{}, { b: null }] }],
    ['params.when is an object, but', { when: new Date(0) }],
    ['params.f is a function, but', { f: Math.tanh }],
    ['params.ids holds i32 numbers, which', { ids: zeros([feature(2)], 'i32') }],
  ])('%s ...', (sentence, params) => {
    expect(() => grad((_: unknown) => scalar(0))(params)).toThrow(ShapeError)
    expect(() => grad((_: unknown) => scalar(0))(params)).toThrow(sentence)
  })
})

describe('stopGradient', () => {
  test('the gradient goes by it and not through it', () => {
    expect(grad((p: Vector) => sum(mul(p, stopGradient(p))))(a).toArray()).toEqual([2, -3])
    expect(grad((p: Vector) => sum(stopGradient(p)))(a).toArray()).toEqual([0, 0])
  })

  test('the tensor is the same', () => {
    expect(stopGradient(a).toArray()).toEqual(a.toArray())
    expect(stopGradient(a).axes).toEqual(a.axes)
  })
})

describe('what passes a tensor on passes its gradient on', () => {
  test('reshape and refine', () => {
    const gradient = grad((p: Vector) => {
      const refined = refine([feature(2)])(reshape(p, [feature(2)]))
      if (refined._tag === 'Left') throw refined.left
      return sum(mul(refined.right, b))
    })(a)
    expect(gradient.toArray()).toEqual([5, 7])
  })

  test('a number that is read out of a tensor is a constant', () => {
    expect(grad((p: Vector) => sum(mul(p, tensor([feature(2)], p.data))))(a).toArray()).toEqual([2, -3])
  })
})

/** A program on two vectors: each line names an operation and two earlier values. */
type Program = readonly (readonly [operation: number, left: number, right: number])[]

const operations = [
  [add, (x: number, y: number) => x + y],
  [sub, (x: number, y: number) => x - y],
  [mul, (x: number, y: number) => x * y],
  [(x: Vector, y: Vector) => tanh(add(x, mul(y, 0.5))), (x: number, y: number) => Math.tanh(x + y / 2)],
] as const

const anyProgram: fc.Arbitrary<Program> = fc.array(fc.tuple(fc.nat(3), fc.nat(99), fc.nat(99)), {
  minLength: 1,
  maxLength: 10,
})
const anyVector: fc.Arbitrary<Vector> = fc
  .tuple(fc.integer({ min: -64, max: 64 }), fc.integer({ min: -64, max: 64 }))
  .map(([x, y]) => vector(x / 64, y / 64))

/** The value that a program comes to, on whatever it is run. */
const interpret = <T>(program: Program, inputs: readonly T[], apply: (operation: number, x: T, y: T) => T): T => {
  const values = [...inputs]
  for (const [operation, left, right] of program) {
    const [x, y] = [values[left % values.length], values[right % values.length]]
    if (x !== undefined && y !== undefined) values.push(apply(operation, x, y))
  }
  const last = values.at(-1)
  if (last === undefined) throw new Error('a program without values')
  return last
}

const onTensors = (program: Program, inputs: readonly Vector[]): Vector =>
  interpret(program, inputs, (operation, x, y) => (operations[operation] ?? operations[0])[0](x, y))
const onNumbers = (program: Program, inputs: readonly number[]): number =>
  interpret(program, inputs, (operation, x, y) => (operations[operation] ?? operations[0])[1](x, y))

const close = (got: ArrayLike<number>, want: readonly number[]): void => {
  for (const [i, x] of want.entries())
    expect(Math.abs((got[i] ?? Number.NaN) - x)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(x)))
}

describe('programs', () => {
  test('in which values are used again and again: central differences', () => {
    fc.assert(
      fc.property(anyProgram, anyVector, anyVector, (program, x, y) => {
        const gradients = grad((p: readonly Vector[]) => sum(onTensors(program, p)))([x, y])
        for (const [which, input] of [x, y].entries()) {
          const want = Array.from(input.data, (_, i) => {
            const at = (by: number) =>
              onNumbers(program, [(x.data[i] ?? 0) + (which === 0 ? by : 0), (y.data[i] ?? 0) + (which === 1 ? by : 0)])
            return (at(1e-5) - at(-1e-5)) / 2e-5
          })
          // Where ten products follow each other numbers grow beyond what a step of 1e-5 can measure.
          if (want.every((slope) => Math.abs(slope) < 1e3)) close(gradients[which]?.data ?? [], want)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the gradient of a sum of losses is the sum of their gradients', () => {
    fc.assert(
      fc.property(anyProgram, anyProgram, anyVector, anyVector, (one, other, x, y) => {
        const loss = (program: Program) => (p: readonly Vector[]) => sum(onTensors(program, p))
        const both = grad((p: readonly Vector[]) => add(loss(one)(p), loss(other)(p)))([x, y])
        const [first, second] = [grad(loss(one))([x, y]), grad(loss(other))([x, y])]
        for (const i of [0, 1]) {
          const want = Array.from(first[i]?.data ?? [], (d, k) => d + (second[i]?.data[k] ?? 0))
          if (want.every((d) => Math.abs(d) < 1e6)) close(both[i]?.data ?? [], want)
        }
      }),
    )
  })

  test('the gradient of a multiple is the multiple of the gradient', () => {
    fc.assert(
      fc.property(anyProgram, anyVector, anyVector, (program, x, y) => {
        const loss = (p: readonly Vector[]) => sum(onTensors(program, p))
        const eightfold = grad((p: readonly Vector[]) => mul(loss(p), 8))([x, y])
        // 8 is a power of 2, so nothing is rounded otherwise.
        for (const [i, gradient] of grad(loss)([x, y]).entries())
          expect(Array.from(eightfold[i]?.data ?? [])).toEqual(Array.from(gradient.data, (d) => d * 8))
      }),
    )
  })

  test('twice gives the same bits twice, and leaves the parameters as they were', () => {
    fc.assert(
      fc.property(anyProgram, anyVector, anyVector, (program, x, y) => {
        const before = [Array.from(x.data), Array.from(y.data)]
        const run = valueAndGrad((p: readonly Vector[]) => sum(onTensors(program, p)))
        expect(run([x, y])).toEqual(run([x, y]))
        expect([Array.from(x.data), Array.from(y.data)]).toEqual(before)
      }),
    )
  })
})

describe('the tape', () => {
  test('an operation on constants leaves no trace', () => {
    expect(traceOf(mul(a, b))).toBeUndefined()
    const output: Vector = wrap(a.axes, Float32Array.of(1, 2))
    expect(record([a, b], output, () => [])).toBe(output)
    const outputs = [output]
    expect(recordAll([a, undefined], outputs, () => [])).toBe(outputs)
  })

  test('a tensor that leaked out of f is a constant', () => {
    const leaked: Vector[] = []
    grad((p: Vector) => {
      leaked.push(p, mul(p, p))
      return sum(p)
    })(a)
    for (const t of leaked) {
      expect(traceOf(t)).toBeUndefined()
      expect(grad((p: Vector) => sum(mul(p, t)))(b).toArray()).toEqual(t.toArray())
    }
  })

  test('it ends, too, where f throws', () => {
    const leaked: Vector[] = []
    const fails = grad((p: Vector) => {
      leaked.push(p)
      if (leaked.length > 0) throw new Error('stop')
      return sum(p)
    })
    expect(() => fails(a)).toThrow('stop')
    expect(leaked.map(traceOf)).toEqual([undefined])
  })

  test('a gradient that is taken within another, of constants, is a constant', () => {
    const gradient = grad((p: Vector) => sum(mul(p, grad((q: Vector) => sum(mul(q, q)))(b))))(a)
    expect(gradient.toArray()).toEqual([10, 14])
  })

  test('a pullback is told what is needed, once, and only where there is a cotangent', () => {
    const calls: unknown[] = []
    const spy = (inputs: readonly Vector[], name: string): Vector =>
      record(inputs, wrap<Vector>(a.axes, Float32Array.of(1, 1)), (dy, needs) => {
        calls.push([name, Array.from(dy), needs])
        return inputs.map((_, i) => (needs[i] ? dy : undefined))
      })
    const gradients = grad((p: { a: Vector; b: Vector }) => {
      spy([p.b], 'unused')
      return sum(mul(spy([p.a, b, p.a], 'used'), b))
    })({ a, b })
    expect(calls).toEqual([['used', [5, 7], [true, false, true]]])
    expect(gradients.a.toArray()).toEqual([10, 14])
  })

  test('several outputs are pulled back at once; one that nothing depends on is undefined', () => {
    const gradient = grad((p: Vector) => {
      const outputs = recordAll(
        [p],
        [1, 2, 3].map((n) => wrap<Vector>(a.axes, Float32Array.of(n, n))),
        ([first, second, third]) => {
          expect(second).toBeUndefined()
          return [first && third && whole(first).map((d, i) => d + 10 * (whole(third)[i] ?? Number.NaN))]
        },
      )
      return sum(add(outputs[0] ?? a, mul(outputs[2] ?? a, b)))
    })(a)
    expect(gradient.toArray()).toEqual([51, 71])
  })

  test('an array that stands for two cotangents is not written to', () => {
    const shared = grad((p: { a: Vector; b: Vector }) => {
      const both = add(p.a, p.b)
      return sum(add(add(both, p.a), mul(p.a, b)))
    })({ a, b })
    expect(shared.a.toArray()).toEqual([7, 9])
    expect(shared.b.toArray()).toEqual([1, 1])
  })
})

describe('gradients of gradients are refused', () => {
  const sentence = 'there are no gradients of gradients: cut'

  test('of parameters that are on a tape', () => {
    expect(() => grad((p: Vector) => sum(grad((q: Vector) => sum(mul(q, q)))(p)))(a)).toThrow(
      `params belongs to a gradient that is being taken, and ${sentence} it with stopGradient`,
    )
  })

  test('where two of them meet', () => {
    const meet = grad((p: Vector) => sum(mul(p, grad((q: Vector) => sum(mul(q, p)))(b))))
    expect(() => meet(a)).toThrow(`tensors of two gradients meet in one operation, and ${sentence} one of them`)
    const give = grad((p: Vector) => sum(grad((_: Vector) => sum(p))(b)))
    expect(() => give(a)).toThrow(ShapeError)
  })

  test('and what is cut is let through', () => {
    const gradient = grad((p: Vector) => sum(mul(p, grad((q: Vector) => sum(mul(q, stopGradient(p))))(b))))(a)
    expect(gradient.toArray()).toEqual([2, -3])
  })
})

describe('what is no loss', () => {
  // The casts: from JavaScript any function can come.
  const refused = (f: unknown) => expect(() => grad(f as (p: Vector) => Tensor<[]>)(a))

  test.each([
    ['the loss is (feature), but a gradient is of one number', (p: Vector) => p],
    ['the loss is (feature), but a gradient is of one number', (p: Vector) => [p]],
    ['the loss holds i32 numbers, but a gradient takes f32', () => zeros([], 'i32')],
    ['f gives a number, but', () => 5],
    ['f gives undefined, but', () => undefined],
    ['f gives an array, but', () => []],
    ['f gives a number, but', (p: Vector) => [5, p]],
    ['f gives an object, but', async (p: Vector) => sum(p)],
    ['f is 5, but it must be a function', 5],
  ])('%s ...', (text, f) => {
    refused(f).toThrow(ShapeError)
    refused(f).toThrow(text)
  })
})
