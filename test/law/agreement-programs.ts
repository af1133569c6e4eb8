/**
 * Random programs for the agreement law: each is one text that the compiler judges and that the run time executes, since it has no types
 * in it. About half of them are sound. The others are sound programs with one or two faults put in.
 */

/** A source of random choices that gives the same programs for the same seed (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** An integer from 0 to n - 1. */
  below(n: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n)
  }

  chance(probability: number): boolean {
    return this.below(1000) < probability * 1000
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)]
    if (choice === undefined) throw new Error('nothing to pick from')
    return choice
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, key: this.below(2 ** 30) }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item)
  }
}

/** A size as it is written: `5`, or a name whose number is fixed, since the run time alone sees two numbers of one name. */
type Label = number | 'B' | 'H' | 'I' | 'K' | 'T'
const NUMBERS = { B: 2, H: 3, I: 5, K: 5, T: 4 } as const

type Axis = readonly [role: string, size: Label]

const written = (label: Label): string => (typeof label === 'string' ? `'${label}', ${NUMBERS[label]}` : String(label))
const axisText = ([role, size]: Axis): string =>
  /^(?:seq|batch|feature|layer)$/.test(role) ? `${role}(${written(size)})` : `axis('${role}', ${written(size)})`
const zeros = (axes: readonly Axis[]): string => `zeros([${axes.map(axisText).join(', ')}])`

/** A program in parts, each of which a fault may replace. */
interface Draft {
  options: Map<string, string>
  /** The whole argument of `rnn`, where it is no object of options. */
  argument: string | undefined
  /** The options of the network whose parameters are taken. */
  donor: Map<string, string>
  params: string
  call: 'apply' | 'train' | 'step'
  input: string
  state: string | undefined
  /** The axes that `input` and `state` were made of, for faults to change. */
  readonly inputAxes: readonly Axis[]
  readonly stateAxes: readonly Axis[]
}

const optionsText = (options: ReadonlyMap<string, string>): string =>
  `{ ${[...options].map(([key, value]) => `${key}: ${value}`).join(', ')} }`

const draft = (random: Random): Draft => {
  const size = (name: Label): Label => (random.chance(0.2) ? name : random.pick([1, 2, 3, 5, 8, 17, 33]))
  const option = (label: Label): string => (typeof label === 'string' ? `feature(${written(label)})` : String(label))
  const [input, hidden, batch, time] = [size('I'), size('H'), size('B'), size('T')]
  const layers = random.pick([1, 1, 2, 3])
  const bidirectional = random.chance(0.3)
  const batchFirst = random.chance(0.4)
  const maybe = (key: string, value: string, probability: number): [string, string][] =>
    random.chance(probability) ? [[key, value]] : []
  const options = new Map(
    random.shuffled<[string, string]>([
      ['inputSize', option(input)],
      ['hiddenSize', option(hidden)],
      ...maybe('numLayers', String(layers), layers === 1 ? 0.3 : 1),
      ...maybe('bidirectional', String(bidirectional), bidirectional ? 1 : 0.2),
      ...maybe('batchFirst', String(batchFirst), batchFirst ? 1 : 0.2),
      ...maybe('nonlinearity', random.pick(["'tanh'", "'relu'", 'undefined']), 0.3),
      ...maybe('bias', random.pick(['true', 'false', 'undefined']), 0.4),
      ...maybe('dropout', layers === 1 ? random.pick(['0', 'undefined']) : random.pick(['0', '0.5', '1', '1e-7']), 0.3),
    ]),
  )
  const call = bidirectional
    ? random.pick(['apply', 'train'] as const)
    : random.pick(['apply', 'train', 'step'] as const)
  const batched = random.chance(0.7)
  const inner: Axis[] = call === 'step' ? [] : [['seq', time]]
  const inputAxes: Axis[] = batched ? (batchFirst ? [['batch', batch], ...inner] : [...inner, ['batch', batch]]) : inner
  const states = layers * (bidirectional ? 2 : 1)
  inputAxes.push(['feature', input])
  const stateAxes: Axis[] = [['layer', states], ...(batched ? ([['batch', batch]] as const) : []), ['feature', hidden]]
  const state = random.pick(['given', 'given', 'left out', 'undefined'] as const)
  return {
    options,
    argument: undefined,
    donor: new Map(options),
    params: 'params',
    call,
    input: zeros(inputAxes),
    state: state === 'given' ? zeros(stateAxes) : state === 'undefined' ? 'undefined' : undefined,
    inputAxes,
    stateAxes,
  }
}

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
  dropout: ['1.5', '-0.1', '2', '-1', "'0.5'", 'null', 'true', '[]', '1e21'],
}
const unknownOptions = [
  'input_size',
  'hidden_size',
  'num_layers',
  'batch_first',
  'projSize',
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

const faults: readonly ((random: Random, program: Draft) => void)[] = [
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
    program.input = zeros(disarranged(random, program.inputAxes))
  },
  (random, program) => {
    program.input = zeros(disarranged(random, program.inputAxes))
  },
  (random, program) => {
    program.input = random.pick([...noTensors, program.input.replace(/\)$/, ", 'i32')")])
  },
  (random, program) => {
    program.input = zeros(program.inputAxes).replace('[', `[${random.pick(badAxes)}, `)
  },
  (random, program) => {
    program.state = zeros(disarranged(random, program.stateAxes))
  },
  (random, program) => {
    program.state = zeros(disarranged(random, program.stateAxes))
  },
  (random, program) => {
    program.state = random.pick([
      ...noTensors,
      zeros(program.stateAxes).replace(/\)$/, ", 'i32')"),
      zeros(program.inputAxes),
    ])
  },
  (random, program) => {
    program.call = random.pick(['apply', 'step', 'train'])
  },
]

const textOf = ({ options, argument, donor, params, call, input, state }: Draft): string => {
  const bound = `net.${call}(${params})(${state === undefined ? input : `${input}, ${state}`})`
  return [
    `const [params] = rnn(${optionsText(donor)}).init(manualSeed(0))`,
    `const net = rnn(${argument ?? optionsText(options)})`,
    `const { output, hidden } = ${call === 'train' ? `${bound}(manualSeed(1))[0]` : bound}`,
    'const answer = { output, hidden }',
  ].join('\n')
}

/** The programs of a seed: every second one sound as far as the generator knows. */
export const programs = (seed: number, count: number): string[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, (_, i) => {
    const program = draft(random)
    if (i % 2 === 1) for (let n = random.pick([1, 1, 1, 2]); n > 0; n--) random.pick(faults)(random, program)
    return textOf(program)
  })
}
