/** The same network in onnxruntime-node, which the bench installs (`npm ci --prefix bench`): 100 MB, so no dependency of this package. */
import { createRequire } from 'node:module'
import { fastest } from './fastest.js'
import { CONTEXT, FRAME } from './network.js'
import { joined } from './signal.js'

/** What is used of onnxruntime-node. */
interface Runtime {
  readonly Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: readonly number[]) => object
  readonly InferenceSession: {
    create(
      file: Uint8Array,
      options: object,
    ): Promise<{
      run(feeds: Readonly<Record<string, object>>): Promise<{
        readonly output: { readonly data: Float32Array }
        readonly stateN: object
      }>
    }>
  }
}

/** The probability of each frame and the milliseconds of them all, on one thread; undefined where onnxruntime-node is not installed. */
export const peer = async (
  file: Uint8Array,
  frames: readonly Float32Array[],
): Promise<{ readonly probabilities: readonly number[]; readonly milliseconds: number } | undefined> => {
  const require = createRequire(new URL('../../bench/package.json', import.meta.url))
  let runtime: Runtime
  try {
    runtime = require('onnxruntime-node') as Runtime
  } catch {
    return undefined
  }
  const { Tensor, InferenceSession } = runtime
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1, interOpNumThreads: 1 })
  const sr = new Tensor('int64', BigInt64Array.of(16_000n), [])
  const run = async (): Promise<readonly number[]> => {
    let state: object = new Tensor('float32', new Float32Array(256), [2, 1, 128])
    let context = new Float32Array(CONTEXT)
    const probabilities: number[] = []
    for (const frame of frames) {
      const samples = joined(context, frame)
      const { output, stateN } = await session.run({
        input: new Tensor('float32', samples, [1, CONTEXT + FRAME]),
        state,
        sr,
      })
      probabilities.push(output.data[0] ?? Number.NaN)
      state = stateN
      context = samples.slice(-CONTEXT)
    }
    return probabilities
  }
  const [probabilities, milliseconds] = await fastest(run)
  return { probabilities, milliseconds }
}
