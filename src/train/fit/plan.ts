import type { BatchOf, DataOr, ScalarLoss, ScalarLossOr, TrainState, TrainStep } from '../../../types/fit.js'
import type { Optimizer } from '../../../types/optimizer.js'
import type { Rng } from '../../../types/rng.js'
import * as sentences from '../../../types/sentences.js'
import { camelCase } from '../../layer/options.js'
import { shown } from '../../tensor/message.js'
import { manualSeed, stateOf } from '../../tensor/rng.js'
import { failOf } from '../../tensor/shape-error.js'
import { amount, checkCount, flag } from '../options.js'
import { leavesLike, leavesOf } from '../tree.js'
import type { Signal } from './host.js'
import type { Lesson } from './learn.js'
import { type Source, sourceOf } from './source.js'

const fail = /* @__PURE__ */ failOf(sentences.options, sentences.fitting)

/** What `fit` is told. */
export interface FitOptions<P, D, BatchSize extends number | undefined = number | undefined, L = ScalarLoss> {
  /** The parameters to begin with; with `from`, those that it is held to. */
  readonly params: P
  /** What to learn from: tensors with a batch axis, alone or in a record; or batches, in a list, another iterable, or a function of the pass. */
  readonly data: DataOr<D>
  /** The loss of a batch. One that draws random numbers, as dropout does, gives a function from the generator: `net.train(params)(x)` is such. */
  readonly loss: (params: P, batch: BatchOf<NoInfer<D>, NoInfer<BatchSize>>) => ScalarLossOr<L>
  /** The rule of the updates: `adam()`, say. */
  readonly optimizer: Optimizer
  /** How many rows a batch has, where data is tensors; all of them unless given. The last batch of a pass may have fewer. */
  readonly batchSize?: BatchSize
  /** Leaves out the last batch of a pass where it is short. */
  readonly dropLast?: boolean
  /** Takes rows, or listed batches, in an order drawn anew for each pass: true unless given. */
  readonly shuffle?: boolean
  /** How many passes through the data there are. */
  readonly epochs?: number
  /** How many updates there are, where `epochs` does not end training before. */
  readonly steps?: number
  /** Where the order of the rows and the loss draw from: `manualSeed(0)` unless given. */
  readonly rng?: Rng
  /** The longest a gradient may be: longer ones are made shorter, as by `clipGradNorm`. */
  readonly clipNorm?: number
  /** An `AbortSignal`. It ends training at the next step, with its own reason as the error. */
  readonly signal?: Signal
  /** Is told of each step: `progressBar(process.stderr)`, say. */
  readonly onProgress?: (step: TrainStep<P>) => void
  /**
   * The state to go on from: a step's `state`, or what `fromCheckpoint` gives. Its parameters and generators go before `params` and `rng`; it must have
   * the keys and axes of `params`.
   */
  readonly from?: TrainState<P> | undefined
}

/** Options that were checked, and where to begin. */
export interface Plan extends Lesson {
  readonly start: TrainState<unknown>
  readonly source: Source
  readonly epochs: number
  readonly steps: number
  readonly signal: Signal | undefined
  readonly onProgress: ((step: TrainStep<unknown>) => void) | undefined
}

/** The names of the options, all of them: the compiler holds this to the type. */
const known: { readonly [Key in keyof FitOptions<never, never>]-?: true } = {
  params: true,
  data: true,
  loss: true,
  optimizer: true,
  batchSize: true,
  dropLast: true,
  shuffle: true,
  epochs: true,
  steps: true,
  rng: true,
  clipNorm: true,
  signal: true,
  onProgress: true,
  from: true,
}

/** The plan of a run. Throws for the first option that does not fit. */
export const planOf = (options: unknown): Plan => {
  if (typeof options !== 'object' || options === null)
    return fail('not a fit option', { key: 'the argument', got: shown(options), want: 'an object of options' })
  // The cast: an object may be asked for any key.
  const given = options as { readonly [Key in keyof FitOptions<never, never>]?: unknown }
  for (const key of Object.keys(given)) {
    if (Object.hasOwn(known, key)) continue
    const want = camelCase(key)
    if (Object.hasOwn(known, want)) fail('snake case option', { key, want, who: 'fit' })
    fail('unknown fit option', { key })
  }
  const optimizer = checkOptimizer(given.optimizer)
  if (given.epochs === undefined && given.steps === undefined) return fail('no end', {})
  const optional = <T>(value: unknown, check: (value: unknown) => T): T | undefined =>
    value === undefined ? undefined : check(value)
  return {
    loss: checkFunction('loss', given.loss, 'a function from the parameters and a batch to a loss'),
    optimizer,
    clipNorm: optional(given.clipNorm, (value) => amount('clipNorm', value)),
    source: sourceOf(given.data, {
      batchSize: optional(given.batchSize, (value) => checkCount('batchSize', value)),
      shuffle: optional(given.shuffle, (value) => flag('shuffle', value)),
      dropLast: optional(given.dropLast, (value) => flag('dropLast', value)) ?? false,
    }),
    epochs: optional(given.epochs, (value) => checkEnd('epochs', value)) ?? Number.POSITIVE_INFINITY,
    steps: optional(given.steps, (value) => checkEnd('steps', value)) ?? Number.POSITIVE_INFINITY,
    signal: optional(given.signal, checkSignal),
    onProgress: optional(given.onProgress, (value) => checkFunction('onProgress', value, 'a function of a step')),
    start:
      given.from === undefined
        ? startOf(given.params, optimizer, checkRng(given.rng ?? manualSeed(0)))
        : checkState(given.from, given.params),
  }
}

const startOf = (params: unknown, optimizer: Optimizer, rng: Rng): TrainState<unknown> =>
  // The cast: `init` looks at the parameters itself.
  Object.freeze({
    params,
    optimizer: optimizer.init(params as object),
    rng,
    epochRng: rng,
    step: 0,
    epoch: 0,
    batch: 0,
  })

/** A state for these parameters, or, where there are none, for its own. */
const checkState = (from: unknown, params: unknown): TrainState<unknown> => {
  const counts = ['step', 'epoch', 'batch'] as const
  const isState =
    typeof from === 'object' &&
    from !== null &&
    ['params', 'optimizer', 'rng', 'epochRng', ...counts].every((key) => key in from)
  if (!isState) return fail('not a train state', { got: shown(from) })
  // The cast: it has these keys, and each is looked at here or by who takes it.
  const state = from as TrainState<unknown>
  for (const key of counts)
    if (!Number.isSafeInteger(state[key]) || state[key] < 0) fail('not a train state', { got: shown(from) })
  checkRng(state.rng)
  checkRng(state.epochRng)
  leavesOf(state.params, 'from.params')
  if (params !== undefined) {
    leavesOf(params, 'params')
    leavesLike(params, 'params', state.params, 'from.params')
  }
  return state
}

/** A generator. Throws a TypeError for anything else, as every draw does. */
const checkRng = (rng: unknown): Rng => {
  // The cast: `stateOf` throws for what is no generator.
  stateOf(rng as Rng)
  return rng as Rng
}

const checkOptimizer = (value: unknown): Optimizer => {
  const isOptimizer = typeof value === 'object' && value !== null && 'init' in value && 'update' in value
  // The cast: it has the two functions of one.
  return isOptimizer ? (value as Optimizer) : fail('not an optimizer', { got: shown(value) })
}

/** A count of passes or updates, which may be infinite. */
const checkEnd = (key: string, value: unknown): number =>
  value === Number.POSITIVE_INFINITY ? value : checkCount(key, value)

const checkSignal = (value: unknown): Signal => {
  const isSignal = typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value
  // The cast: it has what a signal is told by.
  return isSignal
    ? (value as Signal)
    : fail('not a fit option', { key: 'signal', got: shown(value), want: 'an AbortSignal' })
}

const checkFunction = <F>(key: string, value: unknown, want: string): F =>
  // The cast: what it takes and gives is told by the type of the options.
  typeof value === 'function' ? (value as F) : fail('not a fit option', { key, got: shown(value), want })
