/** The faults that the agreement law puts into sound programs: one long table of them, with what they have in common above it. */
import { type Axis, type Draft, kinds, type Label, numberOf, zeros } from './agreement-draft.js'
import type { Random } from './random.js'

/** The options of another network that is itself sound. */
const otherDonor = (random: Random, options: ReadonlyMap<string, string>): Map<string, string> => {
  const donor = new Map(options)
  const isTrue = (key: string): boolean => options.get(key) === 'true'
  switch (random.below(6)) {
    case 0:
      donor.set('numLayers', options.get('numLayers') === '2' ? '3' : '2')
      break
    case 1:
      donor.delete('dropout')
      donor.set('numLayers', options.get('numLayers') === undefined ? '4' : '1')
      break
    case 2:
      donor.set('inputSize', random.pick(['4', "feature('K', 5)"]))
      break
    case 3:
      donor.set('hiddenSize', random.pick(['4', "feature('K', 5)"]))
      if (donor.has('projSize')) donor.set('projSize', '1')
      break
    case 4:
      donor.set('bias', options.get('bias') === 'false' ? 'true' : 'false')
      break
    default:
      donor.set('bidirectional', String(!isTrue('bidirectional')))
  }
  return donor
}

const badSizes = [
  '0',
  '-3',
  '2.5',
  '1e-7',
  '2147483649',
  "'I'",
  "'3'",
  "''",
  'null',
  'undefined',
  'true',
  '[5]',
  '{}',
  'batch(5)',
  "feature('I')",
  "axis('vocab', 5)",
]
const badOptions: Readonly<Record<string, readonly string[]>> = {
  inputSize: badSizes,
  hiddenSize: badSizes,
  numLayers: ['0', '-1', '1.5', "'2'", 'null', 'true', '[2]', "layer('L', 2)", 'layer(2)'],
  nonlinearity: ["'sigmoid'", "'Tanh'", "''", 'null', '7', 'true', 'Math.tanh', '{}'],
  bias: ['0', '1', "'true'", 'null', '[]', '{}'],
  batchFirst: ['0', '1', "'true'", 'null', '[]', 'Math.tanh'],
  bidirectional: ['0', '2', "'false'", 'null', '{}'],
  projSize: ['-1', '1.5', '33', "'P'", 'null', 'true', '[2]', 'batch(2)', "feature('P')", "feature('H', 3)"],
  dropout: ['1.5', '-0.1', '2', '-1', "'0.5'", 'null', 'true', '[]', '1e21'],
}
const unknownOptions = [
  'input_size',
  'hidden_size',
  'num_layers',
  'batch_first',
  'projSize',
  'proj_size',
  'nonlinearity',
  'layers',
  'device',
  'Bias',
  'toString',
]
const noOptions = ['5', 'null', 'undefined', "'RNN'", '[5, 3]', '() => 1', 'true']
const noTensors = [
  '[[1, 2]]',
  'null',
  '5',
  "'x'",
  '{}',
  'true',
  'new Float32Array(4)',
  'seq(4)',
  '() => 1',
  "{ axes: [seq(4)], dtype: 'f32' }",
]
const noParams = [
  'null',
  'undefined',
  '5',
  "'params'",
  '[]',
  '{}',
  'manualSeed(0)',
  '[params]',
  '() => 1',
  'zeros([feature(3)])',
]
const noLengths = ['4', 'null', "'4'", '{}', '() => 1', 'true', '[true]', "['1']"]
const badAxes = [
  'batch(0)',
  'seq(-1)',
  'feature(2.5)',
  'batch(2147483649)',
  "feature('H*2', 6)",
  "feature('b*a', 6)",
  "batch('', 2)",
  "batch('my batch', 2)",
  "batch('B', 0)",
  'batch(2, 3)',
  "seq('T')",
  "axis('vocab', 'V')",
  "axis('', 5)",
  "axis('my role', 5)",
  'axis(5, 5)',
  'batch(null)',
  'seq([4])',
  '4',
  'null',
]

/** Other axes than the right ones; by chance they may be the same, and then they are no fault. */
const disarranged = (random: Random, axes: readonly Axis[]): readonly Axis[] => {
  const at = random.below(axes.length)
  switch (random.below(6)) {
    case 0:
      return random.shuffled(axes)
    case 1:
      return axes.filter((_, i) => i !== at)
    case 2:
      return [
        ...axes.slice(0, at),
        [random.pick(['seq', 'batch', 'layer', 'feature', 'vocab']), random.pick([1, 2, 'K'])],
        ...axes.slice(at),
      ]
    case 3:
      return axes.map((axis, i) =>
        i === at ? [random.pick(['seq', 'batch', 'layer', 'feature', 'vocab']), axis[1]] : axis,
      )
    default:
      return axes.map((axis, i) =>
        i === at ? [axis[0], random.pick([1, 2, 3, 4, 6, 9, 'B', 'H', 'I', 'K', 'T'])] : axis,
      )
  }
}

/** The same for an input: where it is packed, a name that the compiler can't compare with the lengths must not take a number's place. */
const disarrangedInput = (random: Random, { inputAxes, lengths }: Draft): readonly Axis[] => {
  const axes = disarranged(random, inputAxes)
  const had = new Set<Label>(inputAxes.map(([, size]) => size))
  return lengths === undefined
    ? axes
    : axes.map(([role, size]) => [role, had.has(size) ? size : numberOf(size)] as const)
}

export const faults: readonly ((random: Random, program: Draft) => void)[] = [
  (random, program) => {
    const key = random.pick(Object.keys(badOptions))
    program.options.set(key, random.pick(badOptions[key] ?? []))
  },
  (random, program) => void program.options.set(random.pick(unknownOptions), random.pick(['3', 'undefined'])),
  (random, program) => void program.options.delete(random.pick(['inputSize', 'hiddenSize'])),
  (_, program) => {
    program.options.delete('numLayers')
    program.options.set('dropout', '0.5')
  },
  (random, program) => {
    if (random.chance(0.3)) program.argument = random.pick(noOptions)
  },
  (random, program) => {
    program.donor = otherDonor(random, program.options)
  },
  (random, program) => {
    program.donor = otherDonor(random, program.options)
  },
  (random, program) => {
    program.params = random.pick([
      ...noParams,
      '{ ...params, weight_hh_l0: zeros([feature(4), feature(3)]) }',
      '{ ...params, bias_ih_l0: zeros([feature(3), feature(1)]) }',
      "{ ...params, weight_ih_l0: zeros([feature(3), feature(5)], 'i32') }",
      '{ ...params, weight_hr_l0: zeros([feature(3)]) }',
      '{ ...params, extra: 5 }',
      '{ weight_ih_l0: params.weight_ih_l0 }',
    ])
  },
  (random, program) => {
    program.input = zeros(disarrangedInput(random, program))
  },
  (random, program) => {
    program.input = zeros(disarrangedInput(random, program))
  },
  (random, program) => {
    program.input = random.pick([...noTensors, program.input.replace(/\)$/, ", 'i32')")])
  },
  (random, program) => {
    program.input = zeros(program.inputAxes).replace('[', `[${random.pick(badAxes)}, `)
  },
  (random, program) => {
    program.state = 'given'
    program.hidden = zeros(disarranged(random, program.hiddenAxes))
  },
  (random, program) => {
    program.state = 'given'
    program.cell = zeros(disarranged(random, program.cellAxes))
    program.hidden = program.kind === 'lstm' ? program.hidden : zeros(disarranged(random, program.hiddenAxes))
  },
  (random, program) => {
    program.state = 'given'
    const part = random.pick(['hidden', 'cell'] as const)
    const axes = part === 'hidden' ? program.hiddenAxes : program.cellAxes
    program[part] = random.pick([
      ...noTensors,
      zeros(axes).replace(/\)$/, ", 'i32')"),
      zeros(program.inputAxes),
      zeros(program.kind === 'lstm' && part === 'hidden' ? program.cellAxes : program.hiddenAxes),
    ])
  },
  (random, program) => {
    const { hidden, cell } = program
    const text = random.pick([
      hidden,
      `[${hidden}, ${cell}]`,
      `{ hidden: ${hidden}, cell: ${cell} }`,
      `{ hidden: ${hidden} }`,
      `{ cell: ${cell} }`,
      `{ hidden: ${hidden}, cell: ${cell}, carry: 1 }`,
      `{ output: 1, hidden: ${hidden}, cell: ${cell} }`,
      ...noTensors,
    ])
    program.state = { text }
  },
  (random, program) => {
    program.donorKind = random.pick(kinds)
    if (program.donorKind !== 'rnn') program.donor.delete('nonlinearity')
    if (program.donorKind !== 'lstm') program.donor.delete('projSize')
  },
  (random, program) => {
    if (program.lengths === undefined) return
    program.lengths = random.pick([
      ...noLengths,
      program.lengths.replace(/\[\d+/, `[${random.pick(['0', '-1', '2.5', '1e21'])}`),
      program.lengths.replace(/^\[\d+/, '[1, 1'),
      program.lengths.replace('batch(', 'seq('),
      program.lengths.replace('Int32Array.of(', 'Float32Array.of('),
      typeof program.inputAxes.find(([role]) => role === 'seq')?.[1] === 'number'
        ? program.lengths.replace(/^\[\d+/, '[34')
        : '[]',
    ])
  },
  (random, program) => {
    program.call = random.pick(['apply', 'step', 'train'])
  },
]
