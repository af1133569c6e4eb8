/** Sound programs by chance, in parts, for the agreement law to put faults in. */
import type { Random } from './random.js'

/** A size as it is written: `5`, or a name whose number is fixed, since the run time alone sees two numbers of one name. */
export type Label = number | keyof typeof NUMBERS
const NUMBERS = { B: 2, H: 3, I: 5, K: 5, P: 2, T: 4 } as const

export type Axis = readonly [role: string, size: Label]

const written = (label: Label): string => (typeof label === 'string' ? `'${label}', ${NUMBERS[label]}` : String(label))
const axisText = ([role, size]: Axis): string =>
  /^(?:seq|batch|feature|layer)$/.test(role) ? `${role}(${written(size)})` : `axis('${role}', ${written(size)})`
export const zeros = (axes: readonly Axis[]): string => `zeros([${axes.map(axisText).join(', ')}])`
export const numberOf = (label: Label): number => (typeof label === 'string' ? NUMBERS[label] : label)

export type Kind = 'rnn' | 'lstm' | 'gru'
export const kinds: readonly Kind[] = ['rnn', 'lstm', 'gru']

/** A program in parts, each of which a fault may replace. */
export interface Draft {
  readonly kind: Kind
  options: Map<string, string>
  /** The whole argument of the network's function, where it is no object of options. */
  argument: string | undefined
  /** The network whose parameters are taken. */
  donorKind: Kind
  donor: Map<string, string>
  params: string
  call: 'apply' | 'train' | 'step'
  input: string
  /** The lengths of the sequences, where the input is packed. */
  lengths: string | undefined
  /** The parts of the state: of an LSTM two. */
  state: 'left out' | 'undefined' | 'given' | { readonly text: string }
  hidden: string
  cell: string
  /** The axes that the input and the states were made of, for faults to change. */
  readonly inputAxes: readonly Axis[]
  readonly hiddenAxes: readonly Axis[]
  readonly cellAxes: readonly Axis[]
}

export const optionsText = (options: ReadonlyMap<string, string>): string =>
  `{ ${[...options].map(([key, value]) => `${key}: ${value}`).join(', ')} }`

const option = (label: Label): string => (typeof label === 'string' ? `feature(${written(label)})` : String(label))

/** A projection that is less than `hidden`: where a name is compared, the compiler takes it unseen, so the run time must take it, too. */
const projectionFor = (random: Random, hidden: Label): Label | 0 => {
  const least = numberOf(hidden)
  const choices = ([1, 2, 4, 16, 'P'] as const).filter((label) => numberOf(label) < least)
  return choices.length === 0 || random.chance(0.5) ? 0 : random.pick(choices)
}

const lengthsFor = (random: Random, time: Label, batch: Label): string => {
  const list = Array.from({ length: numberOf(batch) }, () => 1 + random.below(numberOf(time))).join(', ')
  return random.pick([
    `[${list}]`,
    `[${list}]`,
    `Int32Array.of(${list})`,
    `tensor([${axisText(['batch', batch])}], Int32Array.of(${list}))`,
  ])
}

export const draft = (random: Random): Draft => {
  const size = (name: Label): Label => (random.chance(0.2) ? name : random.pick([1, 2, 3, 5, 8, 17, 33]))
  const kind = random.pick(kinds)
  const [input, hidden, batch, time] = [size('I'), size('H'), size('B'), size('T')]
  const layers = random.pick([1, 1, 2, 3])
  const bidirectional = random.chance(0.3)
  const batchFirst = random.chance(0.4)
  const projection = kind === 'lstm' ? projectionFor(random, hidden) : 0
  const out = projection === 0 ? hidden : projection
  const maybe = (key: string, value: string, probability: number): [string, string][] =>
    random.chance(probability) ? [[key, value]] : []
  const options = new Map(
    random.shuffled<[string, string]>([
      ['inputSize', option(input)],
      ['hiddenSize', option(hidden)],
      ...maybe('numLayers', String(layers), layers === 1 ? 0.3 : 1),
      ...maybe('bidirectional', String(bidirectional), bidirectional ? 1 : 0.2),
      ...maybe('batchFirst', String(batchFirst), batchFirst ? 1 : 0.2),
      ...maybe('nonlinearity', random.pick(["'tanh'", "'relu'", 'undefined']), kind === 'rnn' ? 0.3 : 0),
      ...maybe('projSize', option(projection), projection !== 0 ? 1 : kind === 'lstm' ? 0.2 : 0),
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
  inputAxes.push(['feature', input])
  const states = layers * (bidirectional ? 2 : 1)
  const lead: readonly Axis[] = [['layer', states], ...(batched ? ([['batch', batch]] as const) : [])]
  const [hiddenAxes, cellAxes]: [Axis[], Axis[]] = [
    [...lead, ['feature', out]],
    [...lead, ['feature', hidden]],
  ]
  return {
    kind,
    options,
    argument: undefined,
    donorKind: kind,
    donor: new Map(options),
    params: 'params',
    call,
    input: zeros(inputAxes),
    lengths: batched && call !== 'step' && random.chance(0.3) ? lengthsFor(random, time, batch) : undefined,
    state: random.pick(['given', 'given', 'left out', 'undefined'] as const),
    hidden: zeros(hiddenAxes),
    cell: zeros(cellAxes),
    inputAxes,
    hiddenAxes,
    cellAxes,
  }
}

const stateText = ({ kind, state, hidden, cell }: Draft): string | undefined => {
  if (typeof state === 'object') return state.text
  if (state === 'given') return kind === 'lstm' ? `{ hidden: ${hidden}, cell: ${cell} }` : hidden
  return state === 'undefined' ? 'undefined' : undefined
}

export const textOf = (program: Draft): string => {
  const { kind, options, argument, donorKind, donor, params, call, lengths } = program
  const input = lengths === undefined ? program.input : `packed(${program.input}, ${lengths})`
  const state = stateText(program)
  const bound = `net.${call}(${params})(${state === undefined ? input : `${input}, ${state}`})`
  const parts = kind === 'lstm' ? '{ output, hidden, cell }' : '{ output, hidden }'
  return [
    `const [params] = ${donorKind}(${optionsText(donor)}).init(manualSeed(0))`,
    `const net = ${kind}(${argument ?? optionsText(options)})`,
    `const ${parts} = ${call === 'train' ? `${bound}(manualSeed(1))[0]` : bound}`,
    `const answer = ${parts}`,
  ].join('\n')
}
