/**
 * shapefold: recurrent networks with their shapes in the types.
 */

// Axes and shapes
export type { AnyAxis, Axis, Batch, Feature, Layer, OpenAxis, Seq } from '../types/axis.js'
export type { TensorData } from '../types/constructor.js'
// Networks
export type { BoundGRU, GRU, GruConfig, StepGRU, TrainingGRU } from '../types/gru.js'
export type { BoundLSTM, LSTM, LstmConfig, StepLSTM, TrainingLSTM } from '../types/lstm.js'
export type { GruParams, LstmParams, RnnParams } from '../types/params.js'
// Tensors
export type { ReadonlyFloat32Array, ReadonlyInt32Array } from '../types/readonly-array.js'
export type { LstmResult, RecurrentResult } from '../types/recurrent.js'
// Random numbers
export type { Rng } from '../types/rng.js'
export type { BoundRNN, RNN, RnnConfig, StepRNN, TrainingRNN } from '../types/rnn.js'
export type { Shape } from '../types/shape.js'
export type { Add, Compare, Double, Multiply, Size } from '../types/size.js'
export type { LstmState } from '../types/state.js'
export type { AnyTensor, ShapeOf, Tensor } from '../types/tensor.js'
export type { DType } from '../types/tensor-body.js'
export {
  type Cell,
  categoryCell,
  compose,
  contramap,
  functorCell,
  identityCell,
  map,
  profunctorCell,
  promap,
} from './cell/cell.js'
// Cells and folds
export { type ElmanCell, type ElmanParams, elman } from './cell/elman.js'
export { bidirectional } from './fold/bidirectional.js'
export { fold } from './fold/fold.js'
export { reverse } from './fold/reverse.js'
export { type Scan, scan } from './fold/scan.js'
export { stack } from './fold/stack.js'
export { fromSteps, toSteps } from './fold/steps.js'
export { backend } from './kernel/engine.js'
export { gru } from './layer/gru.js'
export { lstm } from './layer/lstm.js'
export { rnn } from './layer/rnn.js'
export { axis, batch, feature, layer, seq } from './tensor/axis.js'
export { eqTensor } from './tensor/eq.js'
export { rand, randint, randn, randperm } from './tensor/random.js'
export { fromArray, refine } from './tensor/refine.js'
export { manualSeed } from './tensor/rng.js'
export { ShapeError } from './tensor/shape-error.js'
export { showTensor } from './tensor/show.js'
export { full, ones, tensor, zeros } from './tensor/tensor.js'
