import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { type MessageName, templates } from '../../types/message.js'
import { brokenModules, onlyCompiledModules } from './broken-modules.js'
import { brokenTraining } from './broken-training.js'

/**
 * Every sentence can be met at run time, by calls such as untyped code makes; the few that only the compiler can say are listed with
 * their reason.
 */

// The casts below: this is the library as code without types sees it.
type Untyped = (...args: unknown[]) => Untyped & Record<string, Untyped> & readonly Untyped[]
const untyped = shapefold as unknown as Record<keyof typeof shapefold, Untyped>
const {
  add,
  axis,
  batch,
  concat,
  feature,
  fold,
  fromArray,
  fromStateDict,
  fromSteps,
  full,
  gather,
  grad,
  layer,
  manualSeed,
  lstm,
  matmul,
  mul,
  packed,
  permute,
  refine,
  reshape,
  rnn,
  select,
  seq,
  slice,
  sum,
  tensor,
  toSteps,
  transpose,
  unpack,
  zeros,
} = untyped

const net = rnn({ inputSize: 5, hiddenSize: 3, numLayers: 2 })
const rng = manualSeed(0)
const [params] = net.init?.(rng) ?? []
const named = rnn({ inputSize: feature('I', 5), hiddenSize: 3 })
const run = (...args: unknown[]) => net.apply?.(params)(...args)
const runFirst = (...args: unknown[]) => {
  const first = rnn({ inputSize: 5, hiddenSize: 3, batchFirst: true })
  return first.apply?.(first.init?.(rng)[0])(...args)
}
const step = (...args: unknown[]) => net.step?.(params)(...args)
const x = zeros([seq(4), batch(2), feature(5)])
const xs = zeros([seq(4), feature(5)])
const sizes = { inputSize: 5, hiddenSize: 3 }

const h0 = zeros([layer(1), batch(2), feature(3)])
const pairNet = lstm({ inputSize: 5, hiddenSize: 3 })
const runPair = pairNet.apply?.(pairNet.init?.(rng)[0]) as Untyped

const raise = (text: string): never => {
  throw new Error(text)
}

/** For each rule a call that breaks it. */
const broken: { readonly [Name in MessageName]?: () => unknown } = {
  ...brokenModules,
  'not a positive integer': () => batch(0),
  'too large a size': () => batch(2 ** 31 + 1),
  'not a name': () => batch('my batch', 2),
  'not a size': () => batch(null),
  'size and number': () => batch(2, 3),
  'not a role': () => axis('my role', 2),
  'name without a number': () => zeros([batch('B')]),
  'no open name': () => fromArray([batch('B'), feature('F')], new Float32Array(4)),
  'name of two sizes': () => zeros([batch('N', 2), feature('N', 3)]),
  'not an axis': () => zeros([4]),
  'not axes': () => zeros(4),

  'not a tensor': () => run([1, 2]),
  'wrong type of data': () => run(zeros([seq(4), feature(5)], 'i32')),
  'wrong count': () => tensor([feature(3)], [1, 2]),
  'too many numbers': () => zeros([batch(2 ** 31), feature(2)]),
  'wrong length': () =>
    fromArray(
      [batch(2), feature(2)],
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ),
  ragged: () => fromArray([batch('B'), feature('F')], [[1, 2], [3]]),
  'not a multiple': () => fromArray([batch('B'), feature(2)], new Float32Array(3)),
  unreadable: () => fromArray([batch(1), feature(1)], [Object.defineProperty([0], 0, { get: () => raise('closed') })]),
  'not a value': () => full([feature(2)], '0'),
  'not a dtype': () => zeros([feature(2)], 'f64'),
  'not a list': () => fromArray([batch(2), feature(2)], [[1, 2], 3]),
  'not nested': () => fromArray([batch('B'), seq(2), feature(2)], [[1, 2]]),
  'not a number': () => fromArray([feature(2)], [1, '2']),
  'not an integer': () => full([feature(2)], 0.5, 'i32'),
  'not data': () => fromArray([feature(2)], 'two'),
  'refine axes': () => refine([feature(2)])(xs),
  'refine size': () => refine([seq(5), feature(5)])(xs),

  'input axes': () => run(zeros([feature(5), seq(4)])),
  'input axes, batch second': () => run(zeros([batch(2), seq(4), feature(5)])),
  'input axes, batch first': () => runFirst(x),
  'input axes, one step': () => run(zeros([batch(2), feature(5)])),
  'step axes': () => step(zeros([feature(5), batch(2)])),
  'step axes, a sequence': () => step(x),
  'input size': () => run(zeros([seq(4), batch(2), feature(6)])),
  'state axes': () => run(x, zeros([feature(3), batch(2), layer(2)])),
  'state axes, batch first': () =>
    runFirst(zeros([batch(2), seq(4), feature(5)]), zeros([batch(2), layer(1), feature(3)])),
  'state axes, unbatched': () => run(xs, zeros([layer(2), batch(1), feature(3)])),
  'state axes, batched': () => run(x, zeros([layer(2), feature(3)])),
  'state layers': () => run(x, zeros([layer(1), batch(2), feature(3)])),
  'state batch': () => run(x, zeros([layer(2), batch(3), feature(3)])),
  'state size': () => run(x, zeros([layer(2), batch(2), feature(4)])),
  'a pair for one state': () => run(x, { hidden: h0, cell: h0 }),
  'one state for a pair': () => runPair(x, h0),
  'missing state': () => runPair(x, { hidden: h0 }),
  'unexpected state': () => runPair(x, { hidden: h0, cell: h0, c: h0 }),

  'packed axes': () => packed(xs, [4]),
  'not lengths': () => packed(x, 4),
  'lengths of other axes': () => packed(x, zeros([seq(2)], 'i32')),
  'count of lengths': () => packed(x, [4]),
  'not a length': () => packed(x, [4, 5]),
  'not packed': () => unpack(x),
  'packed for a tensor': () => packed(packed(x, [4, 4]), [4, 4]),

  'not parameters': () => net.apply?.(null),
  'missing parameter': () => net.apply?.({}),
  'unexpected parameter': () => net.apply?.({ ...params, extra: x }),
  'misshapen parameter': () => net.apply?.({ ...params, weight_ih_l0: zeros([feature(3), feature(4)]) }),
  'parameter type': () => net.apply?.({ ...params, bias_ih_l0: zeros([feature(3)], 'i32') }),
  'step in two directions': () => rnn({ ...sizes, bidirectional: true }).step?.({}),

  'not options': () => rnn(5),
  'missing option': () => rnn({ inputSize: 5 }),
  'unknown option': () => rnn({ ...sizes, device: 'cpu' }),
  'snake case option': () => rnn({ ...sizes, num_layers: 2 }),
  'not a boolean': () => rnn({ ...sizes, bias: 1 }),
  'option of another': () => rnn({ inputSize: 5, hiddenSize: 3, projSize: 2 }),
  'too wide a projection': () => lstm({ inputSize: 5, hiddenSize: 3, projSize: 3 }),
  'unknown nonlinearity': () => rnn({ ...sizes, nonlinearity: 'sigmoid' }),
  'not a probability': () => rnn({ ...sizes, numLayers: 2, dropout: 1.5 }),
  'dropout of one layer': () => rnn({ ...sizes, dropout: 0.5 }),
  'bare name': () => rnn({ ...sizes, hiddenSize: 'H' }),
  'another role': () => rnn({ ...sizes, hiddenSize: batch(3) }),
  'named count': () => rnn({ ...sizes, numLayers: layer('L', 2) }),
  'not a count': () => rnn({ ...sizes, numLayers: '2' }),

  'not a time': () => fromSteps(2)([zeros([feature(2)])]),
  'no time first': () => toSteps(zeros([batch(2), seq(4)])),
  'wrong count of steps': () => fromSteps(seq(2))([zeros([feature(2)])]),
  'steps of two shapes': () => fromSteps(seq(2))([zeros([feature(2)]), zeros([feature(3)])]),
  'not a sequence': () => fold(() => [0, 0])(0)(5),

  'not a network': () => fromStateDict({ ...net }),

  ...brokenTraining(untyped),

  'operand axes': () => add(zeros([seq(4)]), zeros([feature(3)])),
  'factor axes': () => matmul(zeros([seq(4)]), zeros([feature(3)])),
  'too few axes': () => transpose(zeros([seq(4)])),
  'not an order': () => permute(xs, ['seq']),
  'another count': () => reshape(xs, [feature(19)]),
  'axes beside each other': () => concat(zeros([seq(4)]), zeros([feature(4)]), 'seq'),
  'no such slice': () => slice(xs, 'seq', 2, 5),
  'no such index': () => select(xs, 'seq', 4),
  'index axes': () => gather(xs, 'seq', zeros([seq(4)], 'i32')),
  'index outside': () => gather(xs, 'seq', full([feature(5)], 4, 'i32')),
  'no such role': () => sum(xs, 'batch'),
  'role twice': () => sum(zeros([feature(3), feature(5)]), 'feature'),

  'not a loss function': () => grad(5)(xs),
  'not a loss': () => grad(() => 5)(xs),
  'loss of axes': () => grad((x: unknown) => x)(xs),
  'not parameters of a gradient': () => grad(() => zeros([]))({ rate: 5 }),
  'integer parameter': () => grad(() => zeros([]))({ ids: zeros([seq(4)], 'i32') }),
  'gradient of a gradient': () => grad((x: unknown) => sum(grad(sum)(x)))(xs),
  'two gradients': () => grad((x: unknown) => sum(mul(x, grad((y: unknown) => sum(mul(x, y)))(xs))))(xs),
}

/** What only the compiler says, and why the run time has no need to. */
const onlyCompiled: { readonly [Name in MessageName]?: string } = {
  ...onlyCompiledModules,
  'plain number': 'at run time a number is always one number',
  'plain string': 'at run time a name is always one name',
  'plain role': 'at run time a role is always one word',
  'plain option': 'at run time an option always has one value',
  'plain bound': 'at run time a bound always has one value',
  'several sizes': 'at run time a size is always one size',
  'too many layers': 'at run time there are as many parameters as there is room for',
  'several values': 'at run time an option always has one value',
  'several shapes': 'at run time a tensor always has one shape',
  'axes of any length': 'at run time a list always has a length',
}

/** What depends on the machine: with enough memory the call succeeds. */
const ofTheMachine: readonly MessageName[] = ['no memory']

/** The error that a call throws, sooner or later, or gives as a Left. */
const errorOf = async (call: () => unknown): Promise<unknown> => {
  try {
    const result = (await call()) as E.Either<unknown, unknown> | undefined
    return result !== undefined && '_tag' in result && E.isLeft(result) ? result.left : undefined
  } catch (error) {
    return error
  }
}

const names = Object.keys(templates) as MessageName[]

describe('every sentence', () => {
  test.each(names.filter((name) => onlyCompiled[name] === undefined && !ofTheMachine.includes(name)))(
    '%s is met at run time, with no hole left in it',
    async (name) => {
      const call = broken[name]
      if (call === undefined)
        throw new Error(`no call breaks the rule '${name}', and it is not listed as the compiler's alone`)
      const error = await errorOf(call)
      if (!(error instanceof shapefold.ShapeError)) throw new Error(`not a ShapeError but ${error}`)
      expect(error.rule).toBe(name)
      expect(error.message).not.toMatch(/\{\w*\}|undefined|\bnull\b|NaN|\[object/)
      expect(error.message).not.toContain('\n')
      // What stands between the holes stands in the message, in order.
      const fixed = templates[name].split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      expect(error.message).toMatch(new RegExp(`^${fixed.join('.+')}$`))
    },
  )

  test('is either met at run time or the compiler’s alone', () => {
    expect(Object.keys(broken).filter((name) => Object.hasOwn(onlyCompiled, name))).toEqual([])
    expect([...Object.keys(broken), ...Object.keys(onlyCompiled), ...ofTheMachine].sort()).toEqual([...names].sort())
  })

  test.each(names)('%s is one line that names what it got and ends without a stop', (name) => {
    expect(templates[name]).not.toMatch(/\n|[.:]$|^\s|\s$/)
  })
})

test('a network with a named size is told in its own words', async () => {
  const [weights] = named.init?.(rng) ?? []
  expect(await errorOf(() => named.apply?.(weights)(zeros([seq(4), feature('K', 5)])))).toMatchObject({
    message: "input has feature K, but this RNN takes feature I: set inputSize: feature('K', n)",
  })
  expect(await errorOf(() => named.apply?.(weights)(zeros([seq(4), feature('I', 6)])))).toMatchObject({
    rule: 'name of two sizes',
    message: 'I is 5 in this RNN, but 6 in the input: one name stands for one size',
  })
})
