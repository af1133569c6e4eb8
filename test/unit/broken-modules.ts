import * as shapefold from '../../src/index.js'
import type { MessageName } from '../../types/message.js'

/** For each rule of modules and sequentials a call that breaks it, as `messages.test.ts` wants them. */

// The cast: this is the library as code without types sees it.
type Untyped = (...args: unknown[]) => Untyped & Record<string, Untyped> & readonly Untyped[]
const {
  axis,
  batch,
  dropout,
  embedding,
  feature,
  last,
  layerNorm,
  linear,
  manualSeed,
  packed,
  pool,
  rnn,
  rnnCell,
  seq,
  sequential,
  zeros,
} = shapefold as unknown as Record<keyof typeof shapefold, Untyped>

const rng = manualSeed(0)
const affine = linear({ inFeatures: 5, outFeatures: 3 })
const table = embedding({ numEmbeddings: 5, embeddingDim: 2 })
const network = rnn({ inputSize: 3, hiddenSize: 4 })
const cell = rnnCell({ inputSize: 5, hiddenSize: 3 })
/** A module with the parameters of its own `init`. */
const bound = (module: typeof affine) => module.apply?.(module.init?.(rng)[0])

export const brokenModules: { readonly [Name in MessageName]?: () => unknown } = {
  'not an index': () => embedding({ numEmbeddings: 5, embeddingDim: 2, paddingIdx: 5 }),
  'no axes': () => layerNorm({ normalizedShape: [] }),
  'cell axes, a sequence': () => bound(cell)?.(zeros([seq(2), feature(5)])),
  'features not last': () => bound(affine)?.(zeros([feature(5), batch(2)])),
  'last axes': () =>
    bound(layerNorm({ normalizedShape: [axis('head', 2), feature(5)] }))?.(zeros([batch(2), feature(5)])),
  'norm over packed': () =>
    bound(layerNorm({ normalizedShape: [batch(2), feature(5)] }))?.(
      packed(zeros([seq(2), batch(2), feature(5)]), [1, 2]),
    ),
  'not one time': () => last(zeros([batch(2), feature(5)])),
  'not a layer': () => sequential(affine, 5),
  'not a layer name': () => sequential(['a.b', affine]),
  'two layers of a name': () => sequential(['a', affine], ['a', dropout()]),
  'joint size': () => sequential(affine, affine),
  'joint sequence': () => sequential(last, network),
  'joint step': () => sequential(network, cell),
  'joint data': () => sequential(affine, table),
  'in layer': () => bound(sequential(affine, network))?.(zeros([batch(2), seq(2), feature(5)])),
  'unknown pool': () => pool('sum'),
}

/** What only the compiler says of modules, and why the run time has no need to. */
export const onlyCompiledModules: { readonly [Name in MessageName]?: string } = {
  'layers of any length': 'at run time a list always has a length',
  'unknown function': 'at run time a function is called, and says itself what it does not take',
  'function input': 'at run time a function has no type: it says itself what it does not take',
  'joint function': 'at run time a function has no type: it says itself what it does not take',
}
