/** The library as a program without types sees it: the shapes here are drawn at random, and the public types refuse what the compiler can't know. */
import * as shapefold from '../../src/index.js'
import type { Axis } from './float64-tensor.js'

export interface Tensor {
  readonly axes: readonly { readonly role: string; readonly size: number; readonly label: unknown }[]
  readonly shape: readonly number[]
  readonly data: Float32Array
  readonly toArray: () => unknown
}

export type Op = (...args: readonly unknown[]) => Tensor

interface Library extends Readonly<Record<Exclude<keyof typeof shapefold, 'valueAndGrad' | 'grad'>, Op>> {
  readonly valueAndGrad: <P, V>(f: (params: P) => V) => (params: P) => readonly [V, P]
  readonly grad: <P, V>(f: (params: P) => V) => (params: P) => P
}

// The one cast: see above.
export const untyped = shapefold as unknown as Library

/** A tensor of axes that are only known at run time. */
export const tensorOf = (
  axes: readonly Axis[],
  data: ArrayLike<number>,
  make = (numbers: ArrayLike<number>): Float32Array | Int32Array => Float32Array.from(numbers),
): Tensor =>
  untyped.tensor(
    axes.map(({ role, size }) => untyped.axis(role, size)),
    make(data),
  )

/** As `tensorOf`, of integers. */
export const integersOf = (axes: readonly Axis[], data: ArrayLike<number>): Tensor =>
  tensorOf(axes, data, (numbers) => Int32Array.from(numbers))
