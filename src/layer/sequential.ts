import type { Tensor as FloatTensor } from '../../types/float-tensor.js'
import type { JointsOr } from '../../types/joint.js'
import type { Rng } from '../../types/rng.js'
import * as sentences from '../../types/sentences.js'
import type { LayersOf, Sequential } from '../../types/sequential.js'
import type { Shape } from '../../types/shape.js'
import { checkFloats } from '../op/check.js'
import { sequencesOf } from '../tensor/sequences.js'
import { failOf, ShapeError } from '../tensor/shape-error.js'
import { remembering } from './binding.js'
import { type Facts, factsOf, passAll } from './facts.js'
import { finished } from './finished.js'
import { checkJoints, type Placed } from './joint.js'
import { type ParamList, paramsOf } from './param-list.js'
import { checkTensors, noKeys, type Param } from './params.js'

const fail = /* @__PURE__ */ failOf(sentences.joints)

type Record_ = Readonly<Record<string, unknown>>
type Run = (input: unknown) => unknown
type TrainingRun = (input: unknown) => (rng: Rng) => readonly [unknown, Rng]

/** A module as this file calls it. */
interface Layer {
  readonly init: (rng: Rng) => readonly [Record_, Rng]
  readonly apply: (params: Record_) => Run
  readonly train: (params: Record_) => TrainingRun
}

/** A function as a layer: it has no parameters, and is the same in training. Whether it takes packed sequences, it knows itself. */
const functionLayer = (f: Run): Layer => {
  const checked: Run = (input) => {
    checkFloats(sequencesOf(input)?.tensor ?? input, 'input', 'this function')
    return f(input)
  }
  const run = factsOf(f) === undefined ? checked : f
  return {
    init: (rng) => [{}, rng],
    apply: () => run,
    train: () => (input) => {
      const output = run(input)
      return (rng) => [output, rng]
    },
  }
}

/** A layer in its place, with what it does. */
interface Member extends Placed {
  readonly module: Layer
  /** Its parameters by its own names. */
  readonly params: readonly Param[]
}

/** The parameters of a list in one row, those of a group under their path. */
const flat = (list: ParamList, prefix = ''): readonly Param[] =>
  list.flatMap((one) =>
    'axes' in one ? [{ ...one, key: prefix + one.key }] : flat(one.params, `${prefix}${one.key}.`),
  )

const memberOf = (placed: Placed): Member => {
  const { layer } = placed
  // The casts: checkJoints lets a function pass, or what has facts, which is a module.
  const module = typeof layer === 'function' ? functionLayer(layer as Run) : (layer as Layer)
  return { ...placed, module, params: flat(paramsOf(layer) ?? []) }
}

/** Runs a layer, and tells a mistake with its place. What the first layer is given is the network's own input, so it speaks for itself. */
const inPlace = <A>({ text }: Placed, index: number, run: () => A): A => {
  if (index === 0) return run()
  try {
    return run()
  } catch (error) {
    return error instanceof ShapeError ? fail('in layer', { at: text, sentence: error.message }) : raise(error)
  }
}

const raise = (error: unknown): never => {
  throw error
}

/** The records of parameters, one for each layer. */
const split = (members: readonly Member[], tensors: readonly FloatTensor<Shape>[]): readonly Record_[] => {
  let next = 0
  return members.map(({ params }) => {
    const own = params.map(({ key }) => [key, tensors[next++]] as const)
    return Object.freeze(Object.fromEntries(own))
  })
}

/** Binds a whole record of parameters: each layer to its own. */
const binder = <Bound>(
  members: readonly Member[],
  wanted: readonly Param[],
  bind: (layer: Layer, params: Record_) => Bound,
): ((given: unknown) => readonly Bound[]) => {
  const remember = remembering<readonly Bound[]>()
  return (given) => {
    const tensors = checkTensors('Sequential', noKeys, wanted, given)
    // The cast: checkTensors refuses what is no object.
    return remember(given as object, tensors, () => {
      const records = split(members, tensors)
      return members.map(({ module }, i) => bind(module, records[i] ?? {}))
    })
  }
}

/** What the layers tell together: the first that asks, and the last that gives. */
const factsOfAll = (members: readonly Member[]): Facts => {
  const all = members.map(({ facts }) => facts)
  const taker = all.find(({ features, result }) => features !== undefined || result !== undefined)
  const fromEnd = [...all].reverse()
  const former = all.find(({ takes, gives }) => takes !== 'any' || gives !== 'any')
  return {
    who: 'Sequential',
    data: all[0]?.data ?? 'f32',
    takes: former?.takes ?? 'any',
    gives: fromEnd.find(({ gives }) => gives !== 'any')?.gives ?? 'any',
    features: taker?.features,
    result: fromEnd.find(({ result }) => result !== undefined)?.result,
    option: taker?.option ?? '',
    pass: passAll,
  }
}

/**
 * Layers one after the other, `torch.nn.Sequential`: each gets what the one before it gives.
 *
 * A layer is a module (`linear`, `rnn`, another `sequential`, ...), a function from tensor to tensor (`last`, `pool('mean')`, `tanh`, one's own), or a
 * pair of a name and one of these, `['head', linear(...)]`. Of a recurrent network its `output` goes on, of a cell its `hidden`: what PyTorch needs a
 * wrapper for. A layer whose features do not fit the ones before it does not compile.
 *
 * The parameters are one record with PyTorch's names: the layer's name, or its index, before the layer's own: `'0.weight'`, `'head.bias'`.
 * `init` draws them layer by layer, and `train` lets the layers draw in the same order.
 *
 * @throws ShapeError for layers that do not fit, from code without types; with types such a call does not compile
 * @see https://pytorch.org/docs/1.13/generated/torch.nn.Sequential.html
 * @example
 * import * as assert from 'node:assert'
 * import { batch, embedding, last, linear, manualSeed, rnn, seq, sequential, zeros } from 'shapefold'
 *
 * const net = sequential(
 *   ['embed', embedding({ numEmbeddings: 65, embeddingDim: 8 })],
 *   ['rnn', rnn({ inputSize: 8, hiddenSize: 16 })],
 *   last,
 *   ['head', linear({ inFeatures: 16, outFeatures: 65 })],
 * )
 * const [params] = net.init(manualSeed(0))
 * const logits = net.apply(params)(zeros([seq(4), batch(2)], 'i32'))
 * assert.deepStrictEqual(logits.shape, [2, 65])
 * assert.deepStrictEqual(params['head.bias'].shape, [65])
 */
export const sequential = <const L extends readonly unknown[]>(...layers: JointsOr<L>): Sequential<LayersOf<L>> => {
  const members = checkJoints(layers).map(memberOf)
  const wanted = members.flatMap(({ name, params }) =>
    params.map((param) => ({ ...param, key: `${name}.${param.key}` })),
  )
  const bind = binder(members, wanted, (layer, params) => layer.apply(params))
  const bindTraining = binder(members, wanted, (layer, params) => layer.train(params))

  const net = {
    layers: Object.freeze([...layers]),

    init: (rng: Rng): readonly [Record_, Rng] => {
      const record: Record<string, unknown> = {}
      let next = rng
      for (const { name, module } of members) {
        const [own, after] = module.init(next)
        for (const [key, value] of Object.entries(own)) record[`${name}.${key}`] = value
        next = after
      }
      return [Object.freeze(record), next]
    },

    apply: (given: unknown) => {
      const runs = bind(given)
      return (input: unknown) =>
        members.reduce((x, member, i) => inPlace(member, i, () => member.facts.pass(runs[i]?.(x))), input)
    },

    train: (given: unknown) => {
      const runs = bindTraining(given)
      return (input: unknown) => (rng: Rng) => {
        let next = rng
        const output = members.reduce(
          (x, member, i) =>
            inPlace(member, i, () => {
              const [result, after] = runs[i]?.(x)(next) ?? [x, next]
              next = after
              return member.facts.pass(result)
            }),
          input,
        )
        return [output, next] as const
      }
    },
  }
  // The cast: the rules that are checked here are the twins of the type's own.
  return finished(net, wanted, factsOfAll(members)) as unknown as Sequential<LayersOf<L>>
}
