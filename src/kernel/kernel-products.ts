/** The products of the kernel, beside its engine: only operations that multiply import them, and who runs networks alone does not carry them. */
import type { Engine, Products, WayBack } from './contract.js'
import { engine } from './engine.js'
import { Factors, multiply } from './product.js'
import type { Workshop } from './workshop.js'

export class KernelProducts implements Products {
  readonly engine: Engine & Workshop
  readonly #factors = new Factors()

  constructor(engine: Engine & Workshop) {
    this.engine = engine
  }

  productOfRows(a: Float32Array, b: Float32Array, M: number, K: number, N: number): Float32Array {
    return multiply(this.engine, a, this.#factors.find(b, K, N, 'rows'), M, undefined)
  }

  productByColumns(
    a: Float32Array,
    b: Float32Array,
    M: number,
    K: number,
    N: number,
    bias?: Float32Array,
  ): Float32Array {
    return multiply(this.engine, a, this.#factors.find(b, K, N, 'columns'), M, bias)
  }

  productOverRows(a: Float32Array, b: Float32Array, K: number, M: number, N: number, wayBack: WayBack): Float32Array {
    return wayBack.productOverRows(this.engine, a, b, K, M, N)
  }

  sumOfRows(a: Float32Array, M: number, N: number, wayBack: WayBack): Float32Array {
    return wayBack.sumOfRows(this.engine, a, M, N)
  }

  squaredDistance(a: Float32Array, b: Float32Array, wayBack: WayBack): number {
    return wayBack.squaredDistance(this.engine, a, b)
  }

  scaledDifference(a: Float32Array, b: Float32Array, scale: number, to: Float32Array, wayBack: WayBack): void {
    wayBack.scaledDifference(this.engine, a, b, scale, to)
  }
}

let last: KernelProducts | undefined

/** The products of the engine that runs here, or undefined where there is none. */
export const kernelProducts = (): KernelProducts | undefined => {
  const here = engine()
  if (here === undefined) return undefined
  if (last?.engine !== here) last = new KernelProducts(here)
  return last
}
