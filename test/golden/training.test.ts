/** Ten steps of training, every network with every optimiser, against PyTorch's; make_training.py made the numbers. */

import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  adam,
  adamW,
  batch,
  cosineDecay,
  crossEntropy,
  feature,
  fit,
  gru,
  lstm,
  manualSeed,
  mse,
  type Rng,
  rand,
  randint,
  rmsprop,
  rnn,
  seq,
  sgd,
  type Tensor,
} from '../../src/index.js'
import { floatsOf, wrap } from '../../src/tensor/tensor.js'
import { leavesOf } from '../../src/train/tree.js'
import type { Optimizer } from '../../types/optimizer.js'
import type { Shape } from '../../types/shape.js'
import { distance, largest } from './distance.js'
import { float32, readJson } from './read.js'

interface Golden {
  readonly cases: readonly {
    readonly network: string
    readonly options: Readonly<Record<string, unknown>>
    readonly optimizer: keyof typeof optimizers
    readonly loss: 'mse' | 'crossEntropy'
    readonly losses: string
    readonly norms: string
    readonly params: string
    /** How far PyTorch in float32 is from PyTorch in double precision: losses, norms, parameters. */
    readonly rounding: readonly [number, number, number]
  }[]
}

const { cases } = readJson<Golden>('training.json')

const optimizers = {
  SGD: sgd({ lr: 0.5 }),
  'SGD with momentum': sgd({ lr: 0.2, momentum: 0.9, nesterov: true, weightDecay: 0.01 }),
  Adam: adam({ lr: cosineDecay({ lr: 0.02, steps: 10 }), amsgrad: true }),
  AdamW: adamW({ lr: 0.02, weightDecay: 0.1 }),
  RMSprop: rmsprop({ lr: 0.01, centered: true, momentum: 0.5 }),
} satisfies Readonly<Record<string, Optimizer>>

/** A network as this test needs it, whatever its options, which no type describes here. */
interface Net {
  readonly init: (rng: Rng) => readonly [Readonly<Record<string, Tensor<Shape>>>, Rng]
  readonly apply: (params: unknown) => (x: AnyTensor) => { readonly output: Tensor<Shape> }
}

// The cast: as the interface says.
const make = { rnn, lstm, gru } as unknown as Readonly<Record<string, (options: object) => Net>>

// The cast: the types know neither the widths nor the layouts of these cases.
const losses = { mse, crossEntropy } as unknown as Readonly<
  Record<'mse' | 'crossEntropy', (output: AnyTensor, target: AnyTensor, options?: object) => Tensor<[]>>
>

const smoothing = { labelSmoothing: 0.1 }

const camelCase = (key: string): string => key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

const centered = <T extends AnyTensor>(x: T): T =>
  wrap(
    x.axes,
    Float32Array.from(x.data, (u) => u * 2 - 1),
  )

const run = async ({ network, options, optimizer, loss }: Golden['cases'][number]) => {
  const kind = network.split(',')[0] ?? ''
  const camel = Object.fromEntries(Object.entries(options).map(([key, value]) => [camelCase(key), value]))
  const net = make[kind]?.({ inputSize: 3, hiddenSize: 4, ...camel })
  if (net === undefined) throw new Error(`no network ${kind}`)
  const [params] = net.init(manualSeed(0))
  const lead = camel.batchFirst === true ? ([batch(4), seq(5)] as const) : ([seq(5), batch(4)] as const)
  const x = centered(rand([...lead, feature(3)])(manualSeed(1))[0])
  const width = net.apply(params)(x).output.shape[2] ?? 0
  const target = centered(rand([...lead, feature('W', width)])(manualSeed(2))[0])
  const [ids] = randint(lead, 0, width)(manualSeed(3))
  const values: number[] = []
  const norms: number[] = []
  let last: unknown = params
  const steps = fit({
    params,
    data: [0],
    loss: (given) => {
      const { output } = net.apply(given)(x)
      return loss === 'mse' ? losses.mse(output, named(target, output)) : losses.crossEntropy(output, ids, smoothing)
    },
    optimizer: optimizers[optimizer],
    clipNorm: 0.4,
    steps: 10,
  })
  for await (const step of steps) {
    values.push(step.loss)
    norms.push(step.gradNorm)
    last = step.params
  }
  const flat = leavesOf(last, 'params').flatMap((leaf) => [...floatsOf(leaf)])
  return [values, norms, flat].map((numbers) => Float32Array.from(numbers))
}

/** The numbers of one tensor with the axes of another. */
const named = (from: AnyTensor, axes: AnyTensor): AnyTensor => wrap(axes.axes, Float32Array.from(from.data))

/**
 * How far a result moves where `rounding`, which is one draw of PyTorch's luck, tells too little: in a centred RMSprop the mean of the squares less the
 * square of the mean all but vanishes. Half a unit in the last place of the first parameters moves this one's last ones by 1e-5.
 */
const sensitivity: Readonly<Record<string, number>> = { 'lstm, RMSprop, params': 1e-5 }

describe('ten steps are PyTorch’s', () => {
  test.each(cases.map((one) => [one.network, one.optimizer, one.loss, one] as const))(
    '%s, %s, %s',
    async (_, __, ___, one) => {
      const got = await run(one)
      for (const [i, key] of (['losses', 'norms', 'params'] as const).entries()) {
        const want = float32(one[key])
        const [numbers = new Float32Array(0)] = got.slice(i)
        const moved = sensitivity[`${one.network}, ${one.optimizer}, ${key}`] ?? one.rounding[i] ?? 0
        const allowed = Math.max(2e-6 * largest(want), 4 * moved)
        expect(distance(numbers, want), key).toBeLessThanOrEqual(allowed)
      }
      // It learns: a network that stood still would agree with itself.
      expect(got[0]).toHaveLength(10)
      expect(got[0]?.[9]).toBeLessThan(got[0]?.[0] ?? 0)
    },
  )
})
