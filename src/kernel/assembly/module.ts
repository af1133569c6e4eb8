/**
 * The modules of the kernel: which functions they hold and which they show.
 *
 * Read the kernel in this order: isa (what the two modules differ in), tile (the innermost loop), gemm (how a product is dealt
 * out to tiles), activation, gated (a step after its products), pack (how weights lie), recurrent (the loop over time), and the way
 * back: gradient-product, elman-backward, lstm-backward, gru-backward, step-backward, recurrent-backward. Instruction and encoding are
 * the assembler beneath, and peak is a module of its own for the bench. A function is named after its type, what it does, its tile and its
 * instruction set: `f32_gemm_4x8_mul-add`.
 *
 * A new cell is a new pass beside these: its gates are more columns of the same products, its state another dense matrix beside h.
 */
import { relu, tanh } from './activation.js'
import { copyRows } from './copy-rows.js'
import { encodeModule } from './encoding.js'
import { gatedPass } from './gated.js'
import { gemm } from './gemm.js'
import { addColumnSums, gradientProduct, packRows } from './gradient-product.js'
import { define, f32x4, set } from './instruction.js'
import type { Isa } from './isa.js'
import { packPanels } from './pack.js'
import { recurrentSteps } from './recurrent.js'
import { stepsBack } from './recurrent-backward.js'

/** Four pages, 256 KB: a first memory of many megabytes would cost milliseconds at load. */
export const firstPages = 4

/** A module of one instruction of relaxed SIMD: small enough to ask a host at each start whether it takes such modules. */
export const fmaProbe = (): Uint8Array => {
  const probe = define('probe', { x: 'v128' }, ({ x }) => set(x, f32x4.relaxedMadd(x, x, x)))
  return encodeModule([probe], [], 0)
}

export const kernelModule = (isa: Isa): Uint8Array => {
  const product = gemm(isa)
  const activations = [tanh(isa), relu(isa)] as const
  const passes = { tanh: activations[0], relu: activations[1], gated: gatedPass(isa) }
  const steps = recurrentSteps(isa.name, product, passes)
  const gradient = gradientProduct(isa.name, product)
  const back = stepsBack(isa, product, activations[0])
  const functions = [
    ...product.functions,
    ...activations,
    passes.gated,
    packPanels,
    copyRows,
    steps,
    ...gradient.functions,
    ...back.functions,
  ]
  const learning = [packRows, addColumnSums, gradient.product, back.steps]
  const exported = [product.blockedGemm, packPanels, steps, ...learning].map((func) => ({
    name: func.name.replace(`_${isa.name}`, ''),
    func,
  }))
  return encodeModule(functions, exported, firstPages)
}
