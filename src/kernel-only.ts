/**
 * `shapefold/kernel-only`: the networks and cells of `shapefold` for bundles that count every kilobyte. They run on the kernel or, where there is no
 * WebAssembly SIMD, throw at the first `apply(params)`; those of `shapefold` bring the fold along and go on. Everything else is the same.
 */
import { gruOn } from './layer/gru.js'
import { gruCellOn } from './layer/gru-cell.js'
import { lstmOn } from './layer/lstm.js'
import { lstmCellOn } from './layer/lstm-cell.js'
import { kernelEngine } from './layer/recurrent-engine.js'
import { rnnOn } from './layer/rnn.js'
import { rnnCellOn } from './layer/rnn-cell.js'

/**
 * `rnn` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `rnn` does
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, manualSeed, rnn as rnnAnywhere, seq, ones } from 'shapefold'
 * import { rnn } from 'shapefold/kernel-only'
 *
 * const options = { inputSize: 5, hiddenSize: 3 } as const
 * const [params] = rnn(options).init(manualSeed(0))
 * const x = ones([seq(4), batch(2), feature(5)])
 * assert.deepStrictEqual(rnn(options).apply(params)(x), rnnAnywhere(options).apply(params)(x))
 */
export const rnn = /* @__PURE__ */ rnnOn(kernelEngine)

/**
 * `lstm` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `lstm` does
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, ones, seq } from 'shapefold'
 * import { lstm } from 'shapefold/kernel-only'
 *
 * const net = lstm({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * assert.deepStrictEqual(net.apply(params)(ones([seq(4), feature(5)])).cell.shape, [1, 3])
 */
export const lstm = /* @__PURE__ */ lstmOn(kernelEngine)

/**
 * `gru` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `gru` does
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, ones, seq } from 'shapefold'
 * import { gru } from 'shapefold/kernel-only'
 *
 * const net = gru({ inputSize: 5, hiddenSize: 3 })
 * const [params] = net.init(manualSeed(0))
 * assert.deepStrictEqual(net.apply(params)(ones([seq(4), feature(5)])).output.shape, [4, 3])
 */
export const gru = /* @__PURE__ */ gruOn(kernelEngine)

/**
 * `rnnCell` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `rnnCell` does
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, ones } from 'shapefold'
 * import { rnnCell } from 'shapefold/kernel-only'
 *
 * const cell = rnnCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * assert.deepStrictEqual(cell.apply(params)(ones([feature(5)])).hidden.shape, [3])
 */
export const rnnCell = /* @__PURE__ */ rnnCellOn(kernelEngine)

/**
 * `lstmCell` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `lstmCell` does
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, ones } from 'shapefold'
 * import { lstmCell } from 'shapefold/kernel-only'
 *
 * const cell = lstmCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * assert.deepStrictEqual(cell.apply(params)(ones([feature(5)])).cell.shape, [3])
 */
export const lstmCell = /* @__PURE__ */ lstmCellOn(kernelEngine)

/**
 * `gruCell` of `shapefold`, on the kernel alone.
 *
 * @throws Error at `apply(params)` where there is no WebAssembly SIMD; else as `gruCell` does
 * @example
 * import * as assert from 'node:assert'
 * import { feature, manualSeed, ones } from 'shapefold'
 * import { gruCell } from 'shapefold/kernel-only'
 *
 * const cell = gruCell({ inputSize: 5, hiddenSize: 3 })
 * const [params] = cell.init(manualSeed(0))
 * assert.deepStrictEqual(cell.apply(params)(ones([feature(5)])).hidden.shape, [3])
 */
export const gruCell = /* @__PURE__ */ gruCellOn(kernelEngine)
