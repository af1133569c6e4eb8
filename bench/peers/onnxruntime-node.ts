/** ONNX Runtime's native binding, on one thread. */
import * as ort from 'onnxruntime-node'
import type { Peer } from '../contender.js'
import { onnxContender } from './onnxruntime.js'

const name = 'onnxruntime-node'

export const onnxruntimeNode: Peer = {
  name,
  version: () => ort.env.versions.node ?? ort.env.versions.common,
  prepare: async (problem) => [
    await onnxContender(
      name,
      ort,
      { executionProviders: ['cpu'], intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential' },
      problem,
    ),
  ],
}
