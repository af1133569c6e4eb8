/** The runs of nn.RNN in data/rnn.json, decoded: what goes in is drawn anew from its seed, what came out is read. */

import { drawUniform } from '../../src/tensor/draw.js'
import { manualSeed } from '../../src/tensor/rng.js'
import { checksum, float32, readJson } from './read.js'

/** PyTorch's options by shapefold's names; the sizes are plain numbers here. */
export interface Options {
  readonly inputSize: number
  readonly hiddenSize: number
  readonly numLayers: number
  readonly nonlinearity: 'tanh' | 'relu'
  readonly bias: boolean
  readonly batchFirst: boolean
  readonly dropout: number
  readonly bidirectional: boolean
}

/** `torch.rand(shape) * 2 - 1` after the seed, times the scale, with special values at flat indices. */
interface TensorRule {
  readonly seed: number
  readonly shape: readonly number[]
  readonly scale: number
  readonly special: readonly (readonly [at: number, value: string])[]
  readonly crc32: number
}

/** A case as the file has it. */
interface Line {
  readonly name: string
  readonly options: Options
  readonly how: 'apply' | 'train' | 'step'
  readonly weights: { readonly seed: number; readonly scale: number; readonly crc32: number }
  readonly input: TensorRule
  readonly state0: TensorRule | null
  readonly trainSeed: number | null
  readonly output: string
  readonly hidden: string
  readonly drawnNext?: string
  readonly sensitivity: number
}

/** Numbers in row-major order, and the size of each axis. */
export interface Numbers {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** One run of one network: in, and what PyTorch made of it. */
export interface RnnCase extends Pick<Line, 'name' | 'options' | 'how' | 'weights'> {
  readonly input: Numbers
  readonly state0: Numbers | undefined
  readonly trainSeed: number
  readonly output: Numbers
  readonly hidden: Numbers
  /** In training, what `torch.rand(2)` drew right after the run. */
  readonly drawnNext: Float32Array
  /** How much a result moves, at most, when each number that goes in moves by half a unit in its last place. */
  readonly sensitivity: number
}

const numbersOf = (rule: TensorRule): Numbers => {
  const [units] = drawUniform(manualSeed(rule.seed), product(rule.shape), -1, 1)
  const data = units.map((x) => x * Math.fround(rule.scale))
  for (const [at, value] of rule.special) data[at] = Number(value)
  if (checksum(data) !== rule.crc32) throw new Error('the generator did not draw the numbers that PyTorch drew')
  return { shape: rule.shape, data }
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1)

const caseOf = (line: Line): RnnCase => {
  const { hiddenSize, numLayers, bidirectional } = line.options
  const directions = bidirectional ? 2 : 1
  const inputShape = line.input.shape
  return {
    ...line,
    input: numbersOf(line.input),
    state0: line.state0 === null ? undefined : numbersOf(line.state0),
    trainSeed: line.trainSeed ?? Number.NaN,
    output: { shape: [...inputShape.slice(0, -1), hiddenSize * directions], data: float32(line.output) },
    hidden: {
      shape: [numLayers * directions, ...batchOf(inputShape, line.options), hiddenSize],
      data: float32(line.hidden),
    },
    drawnNext: float32(line.drawnNext ?? ''),
  }
}

const batchOf = (inputShape: readonly number[], { batchFirst }: Options): readonly number[] =>
  inputShape.length === 2 ? [] : inputShape.slice(batchFirst ? 0 : 1, batchFirst ? 1 : 2)

export const rnnCases = (): readonly RnnCase[] =>
  readJson<{ readonly cases: readonly Line[] }>('rnn.json').cases.map(caseOf)
