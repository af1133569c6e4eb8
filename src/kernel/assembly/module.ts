/**
 * The modules of the kernel: which functions they hold and which they show.
 *
 * Read the kernel in this order: isa (what the modules of the two instruction sets differ in), tile (the innermost loop), gemm (how a product is dealt
 * out to tiles), activation, gated (a step after its products), pack (how weights lie), recurrent (the loop over time), and the way
 * back: gradient-product, elman-backward, lstm-backward, gru-backward, step-backward, recurrent-backward, squared-error. Instruction and encoding are
 * the assembler beneath, squeezed and its neighbours put the code into the package, and peak is a module of its own for the bench. A function is named after its type, what it does and its tile:
 * `f32_gemm_4x8`.
 *
 * A new cell is a new pass beside these: its gates are more columns of the same products, its state another dense matrix beside h.
 */
import { relu, tanh } from './activation.js'
import { copyRows } from './copy-rows.js'
import type { ModuleSource } from './encoding.js'
import { gatedPass } from './gated.js'
import { gemm } from './gemm.js'
import { addColumnSums, gradientProduct } from './gradient-product.js'
import { define, f32x4, set } from './instruction.js'
import type { Isa } from './isa.js'
import { packPanels, packRows } from './pack.js'
import { recurrentSteps } from './recurrent.js'
import { stepsBack } from './recurrent-backward.js'
import { scaledDifference, squaredDistance } from './squared-error.js'
import { storeTail } from './store-tail.js'

/** A module of one instruction of relaxed SIMD: small enough to ask a host at each start whether it takes such modules. */
export const probeModule = (): ModuleSource => {
  const probe = define('probe', { x: 'v128' }, ({ x }) => set(x, f32x4.madd(x, x, x)))
  return { imports: [], memory: 0, functions: [probe], exported: [] }
}

/** The forward pass, in a memory that it is given; `f32_gemm` and `f32_tanh` are for the other module. */
export const forwardModule = (isa: Isa): ModuleSource => {
  const product = gemm(isa)
  const steps = recurrentSteps(product, { tanh, relu, gated: gatedPass })
  return {
    imports: [],
    memory: 'imported',
    // What both instruction sets have comes first: it has the same numbers in both, and calls are the same code.
    functions: [...product.functions, tanh, relu, gatedPass, packPanels, packRows, copyRows, steps, ...product.others],
    exported: [product.blockedGemm, packPanels, packRows, steps, product.gemm, tanh],
  }
}

/**
 * The way back, a module of its own, so that who only runs networks need not have it. It works in the memory of the other one, and takes the products from
 * there. What is called for each vector it has itself: a call from one module to another costs a few nanoseconds.
 */
export const backwardModule = (isa: Isa): ModuleSource => {
  const product = gemm(isa)
  const gradient = gradientProduct(product)
  const back = stepsBack(product, tanh)
  return {
    imports: [product.gemm, tanh],
    memory: 'imported',
    functions: [storeTail, copyRows, ...gradient.functions, ...back.functions, squaredDistance, scaledDifference],
    exported: [addColumnSums, gradient.product, back.steps, squaredDistance, scaledDifference],
  }
}
