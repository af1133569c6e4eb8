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
  readonly of: 'rnn' | 'lstm' | 'gru'
  readonly options: { readonly batchFirst: boolean; readonly [option: string]: unknown }
  readonly how: 'apply' | 'train' | 'step'
  readonly weights: { readonly seed: number; readonly scale: number }
  readonly input: Numbers
  readonly hidden0: Numbers | undefined
  /** Of an LSTM. */
  readonly cell0: Numbers | undefined
  /** Of packed sequences. */
  readonly lengths: readonly number[] | undefined
  readonly trainSeed: number
}

/** What came out of a place: which backend ran there, and each network's output and states. */
export interface Ran {
  readonly backend: string
  readonly results: readonly { readonly output: string; readonly hidden: string; readonly cell: string }[]
}

interface Tensor {
  readonly axes: readonly unknown[]
  readonly data: Float32Array
}
type Params = Readonly<Record<string, Tensor>>
interface Packed {
  readonly lengths: readonly number[]
}
interface Result<Output = Tensor> {
  readonly output: Output
  readonly hidden: Tensor
  readonly cell?: Tensor
}
type State0 = Tensor | { readonly hidden: Tensor; readonly cell: Tensor } | undefined
type Run = <Input extends Tensor | Packed>(input: Input, state0?: State0) => Result<Input>
type State<A> = (rng: unknown) => readonly [A, unknown]
type Make = (options: object) => {
  readonly init: State<Params>
  readonly apply: (params: Params) => Run
  readonly train: (
    params: Params,
  ) => <Input extends Tensor | Packed>(input: Input, state0?: State0) => State<Result<Input>>
  readonly step: (params: Params) => (input: Tensor, state0?: State0) => Result
}

/** The library as a program without types sees it. */
interface Library {
  readonly rnn: Make
  readonly lstm: Make
  readonly gru: Make
  readonly tensor: (axes: readonly unknown[], data: Float32Array) => Tensor
  readonly packed: (input: Tensor, lengths: readonly number[]) => Packed
  readonly unpack: (packed: Packed) => Tensor
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

const runOne = (library: Library, network: Network): Result => {
  const { of, options, how, weights, input, hidden0, cell0, lengths, trainSeed } = network
  const { tensor, seq, batch, feature, layer, manualSeed } = library
  const tensorOf = ({ shape, data }: Numbers, roles: readonly Role[]): Tensor =>
    tensor(
      roles.map((role, i) => role(shape[i] ?? Number.NaN)),
      decode(data),
    )
  const net = library[of](options)
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
  const stateRoles = isBatched ? [layer, batch, feature] : [layer, feature]
  const hidden = hidden0 && tensorOf(hidden0, stateRoles)
  const state = hidden && cell0 ? { hidden, cell: tensorOf(cell0, stateRoles) } : hidden
  if (how !== 'step') {
    const roles = isBatched ? (options.batchFirst ? [batch, seq, feature] : [seq, batch, feature]) : [seq, feature]
    const runOn = <Input extends Tensor | Packed>(x: Input): Result<Input> =>
      how === 'apply' ? net.apply(params)(x, state) : net.train(params)(x, state)(manualSeed(trainSeed))[0]
    const x = tensorOf(input, roles)
    if (lengths === undefined) return runOn(x)
    const result = runOn(library.packed(x, lengths))
    return { ...result, output: library.unpack(result.output) }
  }
  // Step by step, time first: the state is handed on, and the last output stands for all.
  const step = net.step(params)
  const [time = 0, ...frame] = input.shape
  const numbers = decode(input.data)
  const size = numbers.length / time
  let result: Result | undefined
  let carried: State0 = state
  for (let t = 0; t < time; t++) {
    const data = encode(numbers.slice(t * size, (t + 1) * size))
    const after: Result = step(tensorOf({ shape: frame, data }, isBatched ? [batch, feature] : [feature]), carried)
    carried = after.cell ? { hidden: after.hidden, cell: after.cell } : after.hidden
    result = after
  }
  if (result === undefined) throw new Error('a sequence has at least one step')
  return result
}

/** Runs them all with a library that has been imported from anywhere. */
export const runNetworks = (shapefold: typeof Shapefold, networks: readonly Network[]): Ran => {
  // The one cast: the sizes here are read from a file, and the public types refuse a size that the compiler does not know.
  const library = shapefold as unknown as Library
  const results = networks.map((network) => {
    const { output, hidden, cell } = runOne(library, network)
    return { output: encode(output.data), hidden: encode(hidden.data), cell: cell ? encode(cell.data) : '' }
  })
  return { backend: library.backend(), results }
}
