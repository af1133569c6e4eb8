import type { OptionsOr } from '../../types/option-check.js'
import { type RnnOptionOrder, type RnnRequired, rnnOptions } from '../../types/options.js'
import type { Rng } from '../../types/rng.js'
import type { RnnConfig, RnnFrom } from '../../types/rnn.js'
import type { Engine, Packed, RecurrentSpec } from '../kernel/contract.js'
import { axisOf } from '../tensor/axis.js'
import { drawUniform } from '../tensor/draw.js'
import { countOf, labelOf } from '../tensor/shape.js'
import { fail } from '../tensor/shape-error.js'
import { multiplySizes } from '../tensor/size.js'
import { floatsOf, wrap } from '../tensor/tensor.js'
import { dropoutMasks } from './dropout-mask.js'
import { type Checked, checkOptions } from './options.js'
import { checkParams, type Param, rnnParams } from './params.js'
import { recurrentEngine } from './recurrent-engine.js'
import {
  checkInput,
  checkState,
  checkStepInput,
  featureOf,
  type Input,
  type Net,
  outputAxes,
  stateAxes,
} from './recurrent-shape.js'

const WHO = 'RNN'

type Options = Checked<typeof rnnOptions>

const netOf = ({ inputSize, hiddenSize, numLayers, batchFirst, bidirectional }: Options): Net => {
  const directions = bidirectional ? 2 : 1
  const hidden = featureOf(hiddenSize)
  return {
    who: WHO,
    input: featureOf(inputSize),
    hidden,
    output: axisOf('feature', multiplySizes(directions, labelOf(hidden)), directions * hidden.size),
    states: axisOf('layer', numLayers * directions, numLayers * directions),
    layers: numLayers,
    directions,
    batchFirst,
  }
}

const configOf = (options: Options, net: Net): RnnConfig =>
  Object.freeze({ ...options, inputSize: net.input.size, hiddenSize: net.hidden.size })

const specOf = ({ inputSize, hiddenSize, numLayers, nonlinearity, bias, bidirectional }: RnnConfig): RecurrentSpec => ({
  kind: nonlinearity,
  inputSize,
  hiddenSize,
  numLayers,
  directions: bidirectional ? 2 : 1,
  bias,
})

/** Draws every parameter from U(-1/sqrt(Hidden), 1/sqrt(Hidden)), one after the other. */
const init =
  (net: Net, wanted: readonly Param[]) =>
  (rng: Rng): readonly [Readonly<Record<string, unknown>>, Rng] => {
    const bound = 1 / Math.sqrt(net.hidden.size)
    const params: Record<string, unknown> = {}
    let next = rng
    for (const { key, axes } of wanted) {
      const [data, after] = drawUniform(next, countOf(axes), -bound, bound)
      params[key] = wrap(axes, data)
      next = after
    }
    return [Object.freeze(params), next]
  }

/** Runs a network on an input and a state that fit. */
const run = (
  engine: Engine,
  packed: Packed,
  net: Net,
  input: Input,
  state0: unknown,
  masks: readonly Float32Array[] | undefined,
) => {
  const state = checkState(net, input, state0)
  const { output, hidden } = engine.forward(packed, {
    input: floatsOf(input.tensor),
    time: input.time?.size ?? 1,
    batch: input.batch?.size ?? 1,
    batchFirst: net.batchFirst && input.batch !== undefined,
    hidden: state === undefined ? undefined : floatsOf(state),
    masks,
  })
  return { output: wrap(outputAxes(net, input), output), hidden: wrap(stateAxes(net, input), hidden) }
}

/** `rnn` on a given engine, for tests and comparisons. */
export const rnnOn =
  (engine: Engine) =>
  <const O>(given: OptionsOr<O, typeof rnnOptions, RnnOptionOrder, RnnRequired, 'RNN'>): RnnFrom<O> => {
    const options = checkOptions(rnnOptions, given, WHO)
    const net = netOf(options)
    const config = configOf(options, net)
    const wanted = rnnParams(net, options.bias)
    const bindings = new WeakMap<object, { readonly weights: readonly Float32Array[]; readonly packed: Packed }>()

    // Binding is packing, and the same parameters are packed once. The look-up trusts no one: a record that somebody changed is packed anew.
    const bind = (params: unknown): Packed => {
      const known = typeof params === 'object' && params !== null ? bindings.get(params) : undefined
      const weights = checkParams(net, wanted, params)
      if (known?.weights.every((weight, i) => weight === weights[i])) return known.packed
      const packed = engine.pack(specOf(config), weights)
      // The cast: checkParams refuses what is no object.
      bindings.set(params as object, { weights, packed })
      return packed
    }

    const described = {
      config,
      init: init(net, wanted),
      apply: (params: unknown) => {
        const packed = bind(params)
        return (x: unknown, state0?: unknown) => run(engine, packed, net, checkInput(net, x), state0, undefined)
      },
      train: (params: unknown) => {
        const packed = bind(params)
        return (x: unknown, state0?: unknown) => {
          const input = checkInput(net, x)
          checkState(net, input, state0)
          const rows = (input.time?.size ?? 1) * (input.batch?.size ?? 1)
          return (rng: Rng) => {
            const [masks, next] = dropoutMasks(rng, config.dropout, config.numLayers - 1, rows * net.output.size)
            return [run(engine, packed, net, input, state0, masks), next]
          }
        }
      },
      step: (params: unknown) => {
        if (net.directions === 2) return fail('step in two directions', { who: WHO })
        const packed = bind(params)
        return (x: unknown, state0?: unknown) => run(engine, packed, net, checkStepInput(net, x), state0, undefined)
      },
    }
    // The cast: the run-time rules above are the twins of the type's own.
    return Object.freeze(described) as unknown as RnnFrom<O>
  }

/**
 * An Elman network, `torch.nn.RNN` with its options in camel case: layers of `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)` over a sequence.
 *
 * It is a description and holds no weights: `init` draws them, `apply(params)` binds them and gives a function of a sequence.
 *
 *   input  : [Time, Batch, Input], or [Batch, Time, Input] with batchFirst, or [Time, Input]
 *   state0 : [Layers * Directions, Batch, Hidden], without Batch if the input has none; zeros if it is left out
 *   output : as the input, with Directions * Hidden features
 *   hidden : as state0
 *
 * @throws ShapeError for an option that does not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.RNN.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, feature, manualSeed, rnn, seq, zeros } from 'shapefold'
 *
 * const net = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
 * const [params] = net.init(manualSeed(0))
 * const { output, hidden } = net.apply(params)(zeros([batch(2), seq(4), feature(5)]))
 * assert.deepStrictEqual([output.shape, hidden.shape], [[2, 4, 3], [1, 2, 3]])
 */
export const rnn = <const O>(
  options: OptionsOr<O, typeof rnnOptions, RnnOptionOrder, RnnRequired, 'RNN'>,
): RnnFrom<O> => rnnOn(recurrentEngine())(options)
