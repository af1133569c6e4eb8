/** ONNX Runtime compiled to WebAssembly, on one thread and without a worker in between. */
import * as ort from 'onnxruntime-web'
import type { Peer } from '../contender.js'
import { onnxContender } from './onnxruntime.js'

const name = 'onnxruntime-web'

export const onnxruntimeWeb: Peer = {
  name,
  version: () => ort.env.versions.web ?? ort.env.versions.common,
  prepare: async (problem) => {
    ort.env.wasm.numThreads = 1
    ort.env.wasm.proxy = false
    return [await onnxContender(name, ort, { executionProviders: ['wasm'] }, problem)]
  },
}
