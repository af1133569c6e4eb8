/**
 * Silero VAD, a network that tells speech from silence (https://github.com/snakers4/silero-vad, MIT), with weights that its authors trained, from the
 * ONNX file in the package @ricky0123/vad-web (ISC).
 *
 *     576 samples: 64 of the frame before, 512 new ones
 *     -> 4 windows of 256 samples          short-time Fourier transform, as one product with a basis of sines and cosines
 *     -> [4, 129] magnitudes
 *     -> 4 convolutions of width 3         [4, 128] -> [2, 64] -> [1, 64] -> [1, 128]
 *     -> LSTM with 128 units               its state goes on to the next frame
 *     -> a probability
 *
 * A convolution is a product too, once each window of three steps is laid out as one row.
 */
import { either as E, function as F } from 'fp-ts'
import {
  type Cell,
  type Feature,
  feature,
  fromStateDict,
  type Layer,
  type LstmState,
  linear,
  lstm,
  relu,
  seq,
  sigmoid,
  type Tensor,
  tensor,
} from 'shapefold'
import { type Entry, type OnnxGraph, parse } from 'shapefold/onnx'
import { joined, magnitudes, patches, reflected, windows } from './signal.js'

/** New samples in a frame, 32 ms. */
export const FRAME = 512
/** Samples of the frame before, which each frame begins with. */
export const CONTEXT = 64
const WINDOW = 256
const HOP = 128

const fourier = linear({ inFeatures: WINDOW, outFeatures: 258, bias: false })
const convolutions = [
  linear({ inFeatures: 387, outFeatures: 128 }),
  linear({ inFeatures: 384, outFeatures: 64 }),
  linear({ inFeatures: 192, outFeatures: 64 }),
  linear({ inFeatures: 192, outFeatures: 128 }),
] as const
const memory = lstm({ inputSize: 128, hiddenSize: 128 })
const decoder = linear({ inFeatures: 128, outFeatures: 1 })

type Weights = Readonly<Record<string, Entry>>

/** The weights for 16 kHz: constants in the branch of the graph that is taken there, by their names in PyTorch. */
const weightsOf = ({ nodes }: OnnxGraph): E.Either<Error, Weights> => {
  const branch = nodes.find(({ opType }) => opType === 'If')?.attributes.then_branch
  if (branch?.type !== 'GRAPH') return E.left(new Error('the graph has no branch for 16 kHz'))
  return E.right(
    Object.fromEntries(
      branch.value.nodes.flatMap(({ opType, outputs, attributes: { value } }) =>
        opType === 'Constant' && value?.type === 'TENSOR'
          ? [[(outputs[0] ?? '').replace(/^.*Inline_0__/, ''), value.value] as const]
          : [],
      ),
    ),
  )
}

/** Weights under the names that a layer gives them, the ones of a convolution as a matrix. */
const renamed = (weights: Weights, names: Readonly<Record<string, string>>): Weights =>
  Object.fromEntries(
    Object.entries(names).flatMap(([own, name]) => {
      const entry = weights[name]
      if (entry === undefined) return []
      const [rows = 1, ...rest] = entry.shape
      return [
        [own, rest.length < 2 ? entry : { ...entry, shape: [rows, rest.reduce((product, n) => product * n)] }] as const,
      ]
    }),
  )

const affine = (weights: Weights, name: string): Weights =>
  renamed(weights, { weight: `${name}.weight`, bias: `${name}.bias` })

/** Everything with its weights, or the first thing that does not fit. */
const bind = (weights: Weights) =>
  F.pipe(
    E.Do,
    E.apS('basis', fromStateDict(fourier)(renamed(weights, { weight: 'stft.forward_basis_buffer' }))),
    E.apS('first', fromStateDict(convolutions[0])(affine(weights, 'encoder.0.reparam_conv'))),
    E.apS('second', fromStateDict(convolutions[1])(affine(weights, 'encoder.1.reparam_conv'))),
    E.apS('third', fromStateDict(convolutions[2])(affine(weights, 'encoder.2.reparam_conv'))),
    E.apS('fourth', fromStateDict(convolutions[3])(affine(weights, 'encoder.3.reparam_conv'))),
    E.apS(
      'memory',
      fromStateDict(memory)(
        renamed(weights, {
          weight_ih_l0: 'decoder.rnn.weight_ih',
          weight_hh_l0: 'decoder.rnn.weight_hh',
          bias_ih_l0: 'decoder.rnn.bias_ih',
          bias_hh_l0: 'decoder.rnn.bias_hh',
        }),
      ),
    ),
    E.apS('decoder', fromStateDict(decoder)(affine(weights, 'decoder.decoder.2'))),
    E.map((params) => ({
      fourier: fourier.apply(params.basis),
      first: convolutions[0].apply(params.first),
      second: convolutions[1].apply(params.second),
      third: convolutions[2].apply(params.third),
      fourth: convolutions[3].apply(params.fourth),
      memory: memory.step(params.memory),
      decoder: decoder.apply(params.decoder),
    })),
  )

type Bound = ReturnType<typeof bind> extends E.Either<unknown, infer Net> ? Net : never

/** What goes on from frame to frame. */
export interface State {
  /** The end of the frame before. */
  readonly context: Float32Array
  /** Undefined before the first frame: zeros. */
  readonly memory: LstmState<Tensor<[Layer<1>, Feature<128>]>, Tensor<[Layer<1>, Feature<128>]>> | undefined
}

export const start: State = { context: new Float32Array(CONTEXT), memory: undefined }

const detectorOf =
  (net: Bound): Cell<State, Float32Array, number> =>
  (state, samples) => {
    const frame = joined(state.context, samples)
    const waves = net.fourier(tensor([seq(4), feature(WINDOW)], windows(reflected(frame, CONTEXT), WINDOW, HOP)))
    const spectrum = magnitudes(waves.data, 129)
    const first = relu(net.first(tensor([seq(4), feature(387)], patches(spectrum, 129, 1))))
    const second = relu(net.second(tensor([seq(2), feature(384)], patches(first.data, 128, 2))))
    const third = relu(net.third(tensor([seq(1), feature(192)], patches(second.data, 64, 2))))
    const fourth = relu(net.fourth(tensor([seq(1), feature(192)], patches(third.data, 64, 1))))
    const memory = net.memory(tensor([feature(128)], fourth.data), state.memory)
    const [probability = Number.NaN] = sigmoid(net.decoder(relu(memory.output))).data
    return [probability, { context: frame.slice(-CONTEXT), memory: { hidden: memory.hidden, cell: memory.cell } }]
  }

/**
 * The detector, from the bytes of the ONNX file: a cell that takes 512 samples and gives the probability that they are speech.
 *
 * Left: what is wrong with the file, or with its weights.
 */
export const detector = (file: Uint8Array): E.Either<Error, Cell<State, Float32Array, number>> =>
  F.pipe(parse(file), E.chainW(weightsOf), E.chainW(bind), E.map(detectorOf))
