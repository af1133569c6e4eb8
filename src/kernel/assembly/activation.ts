/**
 * Activations, elementwise and in place over a run of `count` floats.
 *
 * tanh and sigmoid rest on one polynomial: with y = n + r, n whole and |r| <= 1/2,
 *
 *     2^y - 1 = 2^n * p + (2^n - 1)        p = r * poly(r) = 2^r - 1, to 1.1e-8 of its value
 *     tanh(x) = t / (t + 2)                t = e^2x - 1,  y = 2x log2(e)
 *     sigmoid(x) = 1 / (1 + e)             e = e^-x,      y = -x log2(e)
 *
 * so nothing cancels where tanh is small. Four vectors run interleaved, since each alone waits on its own chain of products.
 * The largest errors, over every 31st float, stand at the functions; the tests measure them over every 1,021st.
 */

import { barrier } from './barrier.js'
import {
  advance,
  block,
  branchIf,
  type Code,
  call,
  define,
  type Func,
  f32x4,
  i32,
  type Local,
  loop,
  type Scope,
  set,
  type Value,
  v128,
  when,
} from './instruction.js'
import { item } from './item.js'
import { storeTail } from './store-tail.js'

type V128 = Value<'v128'>

/** An activation of vectors in registers: statements over its own locals and constants. */
interface Formula {
  /** Sets the constants before the loop. */
  readonly prepare: Code
  /** Turns the vectors in `xs` into results; the steps of all vectors are interleaved. */
  readonly apply: (xs: readonly Local<'v128'>[]) => Code
}

export type Curve = 'tanh' | 'sigmoid'

/** tanh and sigmoid of vectors in registers, in place. */
export interface Curves {
  /** Sets the constants that `apply` has asked for: comes first in the emitted code, but is complete only when that is written. */
  readonly prepare: Code
  readonly apply: (curve: Curve, xs: readonly Local<'v128'>[]) => Code
}

/** Minimax polynomial for (2^r - 1) / r on [-1/2, 1/2], highest power last; fitted by reweighted least squares. */
const poly = [
  0.6931471824645996, 0.24022649228572845, 0.05550357326865196, 0.009618237614631653, 0.001339075854048133,
  0.00015403512225020677,
] as const

/**
 * Adding 1.5 * 2^23 rounds a small number to a whole one that stands in the low bits of the sum; with 127 more these are the
 * bits of a float's exponent, and a shift by 23 makes them the float 2^n.
 */
const roundToExponent = 12582912 + 127

/** Whatever `tanh` and `sigmoid` take. */
const tanhScale = 2 * Math.LOG2E
const constants = [...poly, roundToExponent, 1, 9.02, -9.02, tanhScale, 2, -0, -Math.LOG2E, 128, -126]

export const interleaved = (count: number, local: Scope): Local<'v128'>[] =>
  Array.from({ length: count }, () => local('v128'))
/** How many integers a function has before the vectors of an activation. */
export const integersBefore = 20
/** How many vectors an activation takes at once. */
export const vectors = 4

/** `address` is any multiple of 4, for the barriers: see tile.ts. */
export const curves = (local: Scope, address: Local<'i32'>): Curves => {
  const prepared: Code[] = []
  const r = interleaved(vectors, local)
  const power = interleaved(vectors, local)
  const p = interleaved(vectors, local)
  // Each has its local, used or not, so that a curve is the same code wherever it stands.
  const held = constants.map(() => local('v128'))
  const used = new Set<number>()
  const constant = (x: number): V128 => {
    // A Set would take -0 for 0.
    const index = constants.findIndex((known) => Object.is(known, x))
    const own = item(held, index)
    if (!used.has(index)) prepared.push(set(own, f32x4.constant(x)))
    used.add(index)
    return own
  }

  const apply = (curve: Curve, xs: readonly Local<'v128'>[]): Code => {
    const each = (step: (x: Local<'v128'>, r: Local<'v128'>, power: Local<'v128'>, p: Local<'v128'>) => Code): Code =>
      xs.map((x, i) => step(x, item(r, i), item(power, i), item(p, i)))
    const clamp = (x: V128, most: number, least: number): V128 =>
      f32x4.pmax(f32x4.pmin(x, constant(most)), constant(least))
    const [c0, c1, c2, c3, c4, c5] = poly
    const one = constant(1)
    const magic = constant(roundToExponent)
    const isTanh = curve === 'tanh'
    return [
      block((exit) => [
        each((x, r) =>
          set(
            r,
            isTanh
              ? f32x4.mul(clamp(x, 9.02, -9.02), constant(tanhScale))
              : clamp(f32x4.mul(x, constant(-Math.LOG2E)), 128, -126),
          ),
        ),
        each((_x, r, power) => [set(power, f32x4.add(r, magic)), set(r, f32x4.sub(r, f32x4.sub(power, magic)))]),
        each((_x, _r, power) => set(power, f32x4.shiftBits(power, 23))),
        each((_x, r, _power, p) => set(p, f32x4.madd(constant(c5), r, constant(c4)))),
        // The sums are alive at the exit, since the quotient needs them.
        [c3, c2, c1, c0].map((c) => [
          barrier(address, exit),
          each((_x, r, _power, p) => set(p, f32x4.madd(p, r, constant(c)))),
        ]),
        barrier(address, exit),
        each((_x, r, power, p) =>
          set(
            p,
            isTanh
              ? f32x4.madd(power, f32x4.mul(p, r), f32x4.sub(power, one))
              : f32x4.mul(power, f32x4.madd(p, r, one)),
          ),
        ),
      ]),
      each((x, _r, _power, p) =>
        set(
          x,
          isTanh
            ? // The sign is put back for -0 alone, which the sum above turned into +0.
              v128.or(f32x4.div(p, f32x4.add(p, constant(2))), v128.and(x, constant(-0)))
            : f32x4.div(one, f32x4.add(one, p)),
        ),
      ),
    ]
  }
  return { prepare: prepared, apply }
}

const curve = (local: Scope, address: Local<'i32'>, name: Curve): Formula => {
  const { prepare, apply } = curves(local, address)
  return { prepare, apply: (xs) => apply(name, xs) }
}

const rectifier = (local: Scope): Formula => {
  const zero = local('v128')
  return { prepare: set(zero, f32x4.constant(0)), apply: (xs) => xs.map((x) => set(x, f32x4.pmax(x, zero))) }
}

const overRun = (name: string, formula: (local: Scope, address: Local<'i32'>) => Formula): Func =>
  define(name, { x: 'i32', count: 'i32' }, ({ x, count }, local) => {
    // The locals before the vectors are as many as in gated.ts, so that both have the same code.
    for (let spare = 2; spare < integersBefore; spare++) local('i32')
    const held = interleaved(vectors, local)
    const { prepare, apply } = formula(local, x)
    return [
      prepare,
      loop((again) => [
        held.map((vector, i) => set(vector, v128.load(x, 16 * i))),
        apply(held),
        // The cut end takes no longer than one vector alone would: it reads beyond the run, and stores what belongs to it.
        when(
          i32.ge(count, 4 * vectors),
          held.map((vector, i) => v128.store(x, vector, 16 * i)),
          held.map((vector, i) =>
            when(i32.gt(count, 4 * i), call(storeTail, i32.add(x, 16 * i), vector, i32.sub(count, 4 * i))),
          ),
        ),
        advance(x, 16 * vectors),
        advance(count, -4 * vectors),
        branchIf(i32.gt(count, 0), again),
      ]),
    ]
  })

/** tanh, in [-1, 1]: 1.52e-7 at most from the true value, and at most 3.5 units in the last place where |x| < 1. */
export const tanh: Func = overRun('f32_tanh', (local, x) => curve(local, x, 'tanh'))
/** 1 / (1 + e^-x), in [0, 1]: 9.5e-8 at most from the true value. In the kernel it is a part of gated.ts; alone it is only measured. */
export const sigmoid: Func = overRun('f32_sigmoid', (local, x) => curve(local, x, 'sigmoid'))
/** max(x, 0); a NaN stays, and so does -0, as in `x < 0 ? 0 : x`. */
export const relu: Func = overRun('f32_relu', rectifier)
