/** What onnxruntime-node and onnxruntime-web have in common: their API. */
import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-common'
import type { Problem } from '../cases.js'
import { asyncContender, type Contender } from '../contender.js'
import { onnxModel } from '../onnx-model.js'

interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>
  }
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => TypedTensor<'float32'>
}

const floatsOf = (tensor: Tensor | undefined): Float32Array => {
  if (tensor?.data instanceof Float32Array) return tensor.data
  throw new Error('the model has one output, of floats')
}

export const onnxContender = async (
  name: string,
  { InferenceSession, Tensor }: Runtime,
  options: InferenceSession.SessionOptions,
  problem: Problem,
): Promise<Contender> => {
  const { x, state0, cell0 } = problem
  const { time, batch, input, hidden, directions } = problem.case
  const session = await InferenceSession.create(onnxModel(problem), options)
  const stateDims = [directions, batch, hidden]
  const state = {
    ...(state0 === undefined ? {} : { state0: new Tensor('float32', state0, stateDims) }),
    ...(cell0 === undefined ? {} : { cell0: new Tensor('float32', cell0, stateDims) }),
  }
  const dims = [time, batch, input]
  return {
    ...asyncContender(name, async () =>
      floatsOf((await session.run({ x: new Tensor('float32', x, dims), ...state })).y),
    ),
    close: () => void session.release(),
  }
}
