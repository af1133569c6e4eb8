/**
 * shapefold: recurrent networks with their shapes in the types.
 */

// Axes and shapes
export type { AnyAxis, Axis, Batch, Feature, Layer, OpenAxis, Seq } from '../types/axis.js'
// Modules
export type { BoundCell, CellParams, CellResult, GRUCell, LSTMCell, RNNCell, TrainingCell } from '../types/cell.js'
export type { TensorData } from '../types/data.js'
export type { Dropout, DropoutConfig, NoParams } from '../types/dropout.js'
export type { Embedding, EmbeddingConfig, EmbeddingParams } from '../types/embedding.js'
export type { BatchOf, ScalarLoss, TrainState, TrainStep } from '../types/fit.js'
export type { BoundGRU, GRU, GruConfig, StepGRU, TrainingGRU } from '../types/gru.js'
export type { LayerNorm, LayerNormConfig, LayerNormParams } from '../types/layer-norm.js'
export type { Linear, LinearConfig, LinearParams } from '../types/linear.js'
export type { Reduced, Reduction } from '../types/loss.js'
export type { BoundLSTM, LSTM, LstmConfig, StepLSTM, TrainingLSTM } from '../types/lstm.js'
export type { Bound, Module, Training } from '../types/module.js'
// Training
export type { Optimizer, OptState, Schedule } from '../types/optimizer.js'
export type { OverTime } from '../types/over-time.js'
export type { Packed } from '../types/packed.js'
export type { GruParams, LstmParams, RnnParams } from '../types/params.js'
// Tensors
export type { ReadonlyFloat32Array, ReadonlyInt32Array } from '../types/readonly-array.js'
// Networks
export type { LstmResult, RecurrentResult } from '../types/recurrent.js'
// Random numbers
export type { Rng } from '../types/rng.js'
export type { BoundRNN, RNN, RnnConfig, StepRNN, TrainingRNN } from '../types/rnn.js'
export type { Sequential, SequentialParams } from '../types/sequential.js'
export type { Shape } from '../types/shape.js'
export type { Add, Compare, Double, Multiply, Size } from '../types/size.js'
export type { LstmState } from '../types/state.js'
export type { AnyTensor, ShapeOf, Tensor } from '../types/tensor.js'
export type { DType } from '../types/tensor-body.js'
export type { Trainable } from '../types/tree.js'
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
export { type GatedRecurrentCell, type GatedRecurrentParams, gatedRecurrent } from './cell/gru.js'
export {
  type LongShortTermCell,
  type LongShortTermParams,
  type LongShortTermState,
  longShortTerm,
} from './cell/lstm.js'
export { bidirectional } from './fold/bidirectional.js'
export { fold } from './fold/fold.js'
export { packed, unpack, unpad } from './fold/packed.js'
export { reverse } from './fold/reverse.js'
export { type Scan, scan } from './fold/scan.js'
export { stack } from './fold/stack.js'
export { fromSteps, toSteps } from './fold/steps.js'
export { grad } from './grad/grad.js'
export { valueAndGrad } from './grad/value-and-grad.js'
// Weights
export type { Entry, EntryArrays, EntryDType } from './interop/entry.js'
export {
  fromStateDict,
  type Misshapen,
  type StateDict,
  StateDictError,
  type StateDictOptions,
  toStateDict,
} from './interop/state-dict.js'
export { backend } from './kernel/engine.js'
// Modules
export { dropout } from './layer/dropout.js'
export { embedding } from './layer/embedding.js'
export { gru } from './layer/gru.js'
export { gruCell } from './layer/gru-cell.js'
export { layerNorm } from './layer/layer-norm.js'
export { linear } from './layer/linear.js'
export { lstm } from './layer/lstm.js'
export { lstmCell } from './layer/lstm-cell.js'
export { last, pool } from './layer/over-time.js'
export { rnn } from './layer/rnn.js'
export { rnnCell } from './layer/rnn-cell.js'
export { sequential } from './layer/sequential.js'
// Operations
export { abs } from './op/abs.js'
export { add } from './op/add.js'
export { argmax } from './op/argmax.js'
export { clamp } from './op/clamp.js'
export { concat } from './op/concat.js'
export { div } from './op/div.js'
export { exp } from './op/exp.js'
export { gather } from './op/gather.js'
export { log } from './op/log.js'
export { logSoftmax } from './op/log-softmax.js'
export { matmul } from './op/matmul.js'
export { max } from './op/max.js'
export { mean } from './op/mean.js'
export { mul } from './op/mul.js'
export { narrow } from './op/narrow.js'
export { neg } from './op/neg.js'
export { permute } from './op/permute.js'
export { relu } from './op/relu.js'
export { reshape } from './op/reshape.js'
export { select } from './op/select.js'
export { sigmoid } from './op/sigmoid.js'
export { slice } from './op/slice.js'
export { softmax } from './op/softmax.js'
export { sqrt } from './op/sqrt.js'
export { square } from './op/square.js'
export { stopGradient } from './op/stop-gradient.js'
export { sub } from './op/sub.js'
export { sum } from './op/sum.js'
export { tanh } from './op/tanh.js'
export { transpose } from './op/transpose.js'
export { axis, batch, feature, layer, seq } from './tensor/axis.js'
export { eqTensor } from './tensor/eq.js'
export { rand, randint, randn, randperm } from './tensor/random.js'
export { fromArray, refine } from './tensor/refine.js'
export { manualSeed } from './tensor/rng.js'
export { ShapeError } from './tensor/shape-error.js'
export { showTensor } from './tensor/show.js'
export { full, ones, tensor, zeros } from './tensor/tensor.js'
export { clipGradNorm, globalNorm } from './train/clip-grad-norm.js'
export {
  type Checkpoint,
  type CheckpointContent,
  CheckpointError,
  fromCheckpoint,
  toCheckpoint,
} from './train/fit/checkpoint.js'
export { type Fit, fit } from './train/fit/fit.js'
export type { FitOptions } from './train/fit/plan.js'
export { type Progress, progressBar, type TextStream } from './train/fit/progress-bar.js'
export { bceWithLogits } from './train/loss/bce-with-logits.js'
export { crossEntropy } from './train/loss/cross-entropy.js'
export { l1 } from './train/loss/l1.js'
export { mse } from './train/loss/mse.js'
export { nll } from './train/loss/nll.js'
export { smoothL1 } from './train/loss/smooth-l1.js'
export { type AdamOptions, adam, adamW } from './train/optimizer/adam.js'
export { type RmspropOptions, rmsprop } from './train/optimizer/rmsprop.js'
export { type SgdOptions, sgd } from './train/optimizer/sgd.js'
export type { Rate } from './train/rate.js'
export { cosineDecay, cosineRestarts } from './train/schedule/cosine.js'
export { exponentialDecay, linearRamp, multiStepDecay, polynomialDecay, stepDecay } from './train/schedule/decay.js'
export { inTurn, warmup } from './train/schedule/in-turn.js'
export { oneCycle } from './train/schedule/one-cycle.js'
export { TrainingError } from './train/training-error.js'
