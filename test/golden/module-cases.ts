/** The cases of modules.json: what PyTorch was asked, and the same asked of this library. */

import {
  type AnyTensor,
  concat,
  dropout,
  embedding,
  type Feature,
  gruCell,
  last,
  layerNorm,
  linear,
  lstmCell,
  manualSeed,
  pool,
  type Rng,
  rnn,
  rnnCell,
  sequential,
  type Tensor,
} from '../../src/index.js'
import { relu } from '../../src/op/relu.js'
import { tanh } from '../../src/op/tanh.js'
import { axisOf } from '../../src/tensor/axis.js'
import { drawInteger, drawUniform } from '../../src/tensor/draw.js'
import { wrap } from '../../src/tensor/tensor.js'
import { readJson } from './read.js'

export type AxisText = readonly [role: string, size: number]

/** Numbers that were drawn: all of them, or where they are the same to the bit a checksum. */
export type Drawn = { readonly all: string } | { readonly crc32: number }

export interface ModuleCase {
  readonly module: string
  readonly options: Readonly<Record<string, unknown>>
  readonly seed: number
  readonly axes: readonly AxisText[]
  readonly inputSeed: number
  readonly scale: number
  /** Tokens are drawn below this number; undefined: floats. */
  readonly tokens?: number
  readonly next: string
  readonly init: Readonly<Record<string, Drawn>>
  readonly weightSeed?: number
  readonly trainSeed?: number
  readonly drawnNext?: string
  /** Of a cell, the seed of the state to begin with; an LSTM's cell state has the next one. */
  readonly stateSeed?: number
  readonly shape: readonly number[]
  readonly output: string
  readonly gradients?: Readonly<Record<string, string>>
  readonly inputGradient?: string
}

export const { cases } = readJson<{ readonly cases: readonly ModuleCase[] }>('modules.json')

export type Params = Readonly<Record<string, AnyTensor>>
type Floats = Tensor<[]>

/** A module as code without types sees it. */
export interface UntypedModule {
  readonly init: (rng: Rng) => readonly [Params, Rng]
  readonly apply: (params: Params) => (input: AnyTensor) => Floats
  readonly train: (params: Params) => (input: AnyTensor) => (rng: Rng) => readonly [Floats, Rng]
}

const axesOf = (axes: readonly AxisText[]) => axes.map(([role, size]) => axisOf(role, size, size))

/** An option as this library takes it: a list of sizes is a list of the input's last axes. */
const optionOf = (value: unknown, axes: readonly AxisText[]): unknown =>
  Array.isArray(value) ? axesOf(axes.slice(-value.length)) : value

// The casts: this is the library as code without types sees it; a case goes with options that its module takes.
const functions = { last, mean: pool('mean'), max: pool('max') } as unknown as Record<string, (x: AnyTensor) => Floats>
const activations = { tanh, relu } as unknown as typeof functions
const modules = { linear, embedding, layerNorm, dropout, rnn } as unknown as Record<
  string,
  (options: object) => UntypedModule
>

/** A cell as code without types sees it. */
interface UntypedCell {
  readonly init: UntypedModule['init']
  readonly apply: (
    params: Params,
  ) => (input: AnyTensor, state0?: unknown) => { readonly hidden: Floats; readonly cell?: Floats }
}
const cells = { rnnCell, lstmCell, gruCell } as unknown as Record<string, (options: object) => UntypedCell>

/** A cell as a module that gives one tensor: the hidden state, and behind it that of an LSTM's cell. */
const cellModule = (
  cell: UntypedCell,
  hiddenSize: number,
  isLstm: boolean,
  stateSeed: number | undefined,
): UntypedModule => {
  const run =
    (params: Params) =>
    (input: AnyTensor): Floats => {
      const axes = [...input.axes.slice(0, -1), axisOf('feature', hiddenSize, hiddenSize)]
      const part = (seed: number): AnyTensor => uniform(manualSeed(seed), axes, 1)[0]
      const pair = stateSeed === undefined ? undefined : { hidden: part(stateSeed), cell: part(stateSeed + 1) }
      const result = cell.apply(params)(input, isLstm ? pair : pair?.hidden)
      return result.cell === undefined ? result.hidden : besides(result.hidden, result.cell)
    }
  return { init: cell.init, apply: run, train: (params) => (x) => (rng) => [run(params)(x), rng] }
}

/** The casts: both are floats, whatever their axes. */
const besides = (hidden: Floats, cell: Floats): Floats =>
  concat(
    hidden as unknown as Tensor<[Feature<1>]>,
    cell as unknown as Tensor<[Feature<1>]>,
    'feature',
  ) as unknown as Floats

/** A layer of a sequential: its name, or null, its kind and its options. */
type LayerText = readonly [name: string | null, kind: string, options: Readonly<Record<string, unknown>>]

const layerOf = ([name, kind, options]: LayerText): unknown => {
  const layer = activations[kind] ?? functions[kind] ?? moduleOf({ module: kind, options, axes: [] })
  return name === null ? layer : [name, layer]
}

/** The module of a case. */
export const moduleOf = ({
  module,
  options,
  axes,
  stateSeed,
}: Pick<ModuleCase, 'module' | 'options' | 'axes' | 'stateSeed'>): UntypedModule => {
  const makeCell = cells[module]
  if (makeCell !== undefined)
    return cellModule(makeCell(options), Number(options.hiddenSize), module === 'lstmCell', stateSeed)
  // The casts: the script writes a list of layers, and this is the library as code without types sees it.
  if (module === 'sequential')
    return (sequential as unknown as (...layers: unknown[]) => UntypedModule)(
      ...(options.layers as readonly LayerText[]).map(layerOf),
    )
  const run = functions[module]
  if (run !== undefined)
    return { init: (rng) => [{}, rng], apply: () => run, train: () => (x) => (rng) => [run(x), rng] }
  const make = modules[module]
  if (make === undefined) throw new Error(`there is no ${module}`)
  return make(Object.fromEntries(Object.entries(options).map(([key, value]) => [key, optionOf(value, axes)])))
}

/** `(torch.rand(shape) * 2 - 1) * scale`, and the generator after it. */
const uniform = (rng: Rng, axes: readonly ReturnType<typeof axisOf>[], scale: number): readonly [AnyTensor, Rng] => {
  const [data, next] = drawUniform(
    rng,
    axes.reduce((n, { size }) => n * size, 1),
  )
  return [
    wrap(
      axes,
      data.map((x) => Math.fround(x * 2 - 1) * scale),
    ),
    next,
  ]
}

export const inputOf = ({ axes: texts, inputSeed, scale, tokens }: ModuleCase): AnyTensor => {
  const axes = axesOf(texts)
  const rng = manualSeed(inputSeed)
  if (tokens === undefined) return uniform(rng, axes, scale)[0]
  const count = axes.reduce((n, { size }) => n * size, 1)
  return wrap(axes, drawInteger(rng, count, 0, tokens)[0])
}

/** Numbers in the shape of `like`, of which the loss is the product's sum. */
export const lossWeights = (like: AnyTensor): AnyTensor => uniform(manualSeed(3), like.axes, 1)[0]

/** The parameters of a case: those of `init`, or drawn anew. */
export const paramsOf = (one: ModuleCase, init: Params): Params => {
  if (one.weightSeed === undefined) return init
  let rng = manualSeed(one.weightSeed)
  return Object.fromEntries(
    Object.entries(init).map(([key, value]) => {
      const [drawn, next] = uniform(rng, value.axes, 1)
      rng = next
      return [key, drawn]
    }),
  )
}

export const titleOf = ({ module, options, axes, seed, scale, trainSeed, stateSeed }: ModuleCase): string =>
  `${module} ${JSON.stringify(options)} of ${axes.map(([role, size]) => `${role} ${size}`).join(', ')}, seed ${seed}` +
  `${scale === 1 ? '' : `, times ${scale}`}${trainSeed === undefined ? '' : ', in training'}${stateSeed === undefined ? '' : ', with a state'}`
