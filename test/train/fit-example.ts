/** Data, parameters and a loss for the tests of `fit`, and all the steps of a run. */
import { batch, feature, seq, sgd, sum, type Tensor, type TrainStep, tensor, zeros } from '../../src/index.js'

export const collect = async <P>(steps: AsyncIterable<TrainStep<P>>): Promise<readonly TrainStep<P>[]> => {
  const all: TrainStep<P>[] = []
  for await (const step of steps) all.push(step)
  return all
}

/** Seven rows that say who they are: by row in `first`, in the middle of three axes in `second`. */
export const rows = {
  first: tensor(
    [batch(7), feature(2)],
    Float32Array.from({ length: 14 }, (_, i) => i),
  ),
  second: tensor(
    [seq(2), batch(7), feature(3)],
    Float32Array.from({ length: 42 }, (_, i) => i),
  ),
  ids: tensor(
    [batch(7)],
    Int32Array.from({ length: 7 }, (_, i) => i),
  ),
}

export const one = { x: zeros([feature(1)]) }
export const still = sgd({ lr: 0 })
export const zero = (p: typeof one): Tensor<[]> => sum(p.x)
