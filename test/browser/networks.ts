/**
 * Networks to run wherever the library does: in Node, in a window, in a worker. Needs nothing but the library it is given.
 *
 * Numbers travel as base64 of little-endian float32, so that they arrive to the bit, NaN and -0 too.
 */
import type * as Shapefold from '../../dist/src/index.js'

export interface Numbers {
  readonly shape: readonly number[]
  readonly data: string
}

/** One run of one network. */
export interface Network {
  readonly options: { readonly batchFirst: boolean }
  readonly how: 'apply' | 'train' | 'step'
  readonly weights: { readonly seed: number; readonly scale: number }
  readonly input: Numbers
  readonly state0: Numbers | undefined
  readonly trainSeed: number
}

/** What came out of a place: which backend ran there, and each network's output and state. */
export interface Ran {
  readonly backend: string
  readonly results: readonly { readonly output: string; readonly hidden: string }[]
}

interface Tensor {
  readonly axes: readonly unknown[]
  readonly data: Float32Array
}
type Params = Readonly<Record<string, Tensor>>
interface Result {
  readonly output: Tensor
  readonly hidden: Tensor
}
type Run = (input: Tensor, state0?: Tensor) => Result
type State<A> = (rng: unknown) => readonly [A, unknown]

/** The library as a program without types sees it. */
interface Library {
  readonly rnn: (options: object) => {
    readonly init: State<Params>
    readonly apply: (params: Params) => Run
    readonly train: (params: Params) => (input: Tensor, state0?: Tensor) => State<Result>
    readonly step: (params: Params) => Run
  }
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly seq: Role
  readonly batch: Role
  readonly feature: Role
  readonly layer: Role
  readonly manualSeed: (seed: number) => unknown
  readonly backend: () => string
}
type Role = (size: number) => unknown

export const decode = (text: string): Float32Array => {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}

export const encode = (numbers: Float32Array): string =>
  btoa(
    Array.from(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), (byte) =>
      String.fromCharCode(byte),
    ).join(''),
  )

const runOne = (library: Library, { options, how, weights, input, state0, trainSeed }: Network): Result => {
  const { rnn, tensor, seq, batch, feature, layer, manualSeed } = library
  const tensorOf = (shape: readonly number[], data: Float32Array, roles: readonly Role[]): Tensor =>
    tensor(
      roles.map((role, i) => role(shape[i] ?? Number.NaN)),
      data,
    )
  const net = rnn(options)
  const [drawn] = net.init(manualSeed(weights.seed))
  const params = Object.fromEntries(
    Object.entries(drawn).map(([name, { axes, data }]) => [
      name,
      tensor(
        axes,
        data.map((w) => w * Math.fround(weights.scale)),
      ),
    ]),
  )
  const isBatched = input.shape.length === 3
  const roles = isBatched ? (options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature]
  const numbers = decode(input.data)
  const state =
    state0 === undefined
      ? undefined
      : tensorOf(state0.shape, decode(state0.data), isBatched ? [layer, batch, feature] : [layer, feature])
  if (how !== 'step') {
    const x = tensorOf(input.shape, numbers, roles)
    return how === 'apply' ? net.apply(params)(x, state) : net.train(params)(x, state)(manualSeed(trainSeed))[0]
  }
  // Step by step, time first: the state is handed on, and the last output stands for all.
  const step = net.step(params)
  const [time = 0, ...frame] = input.shape
  const size = numbers.length / time
  let result: Result | undefined
  for (let t = 0; t < time; t++)
    result = step(
      tensorOf(frame, numbers.slice(t * size, (t + 1) * size), isBatched ? [batch, feature] : [feature]),
      result?.hidden ?? state,
    )
  if (result === undefined) throw new Error('a sequence has at least one step')
  return result
}

/** Runs them all with a library that has been imported from anywhere. */
export const runNetworks = (shapefold: typeof Shapefold, networks: readonly Network[]): Ran => {
  // The one cast: the sizes here are read from a file, and the public types refuse a size that the compiler does not know.
  const library = shapefold as unknown as Library
  const results = networks.map((network) => {
    const { output, hidden } = runOne(library, network)
    return { output: encode(output.data), hidden: encode(hidden.data) }
  })
  return { backend: library.backend(), results }
}
