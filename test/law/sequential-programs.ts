/**
 * Random sequentials for the agreement law. Most layers are chosen to fit what reaches them, so that about half of the programs are sound; the rest
 * have a wrong size, a wrong order, a wrong name or a wrong input. A third of the sequences is packed.
 */
import { Random } from './random.js'

type Size = number | 'H' | '2*H'

/** What is known of the tensor between two layers, as far as this file keeps track. */
interface Flow {
  size: Size
  form: 'sequence' | 'step'
}

const sizes: readonly Size[] = [2, 3, 4, 'H']
const numbers = { H: 3, '2*H': 6 } as const

const option = (size: Size): string =>
  typeof size === 'string' ? `feature('${size}', ${numbers[size]})` : String(size)
const twice = (size: Size): Size => (size === 'H' ? '2*H' : typeof size === 'number' ? 2 * size : 2)

const layer = (random: Random, flow: Flow, depth: number): string => {
  const from = random.chance(0.94) ? flow.size : random.pick(sizes)
  const to = random.pick(sizes)
  const bias = random.chance(0.2) ? ', bias: false' : ''
  const kinds = ['linear', 'linear', 'norm', 'dropout', 'tanh', 'embedding', 'nested']
  const ofForm = flow.form === 'sequence' ? ['rnn', 'lstm', 'gru', 'last', 'pool'] : ['rnnCell', 'lstmCell', 'gruCell']
  const others = flow.form === 'sequence' ? ['rnnCell'] : ['rnn', 'last']
  const kind = random.chance(0.5) ? random.pick(ofForm) : random.chance(0.9) ? random.pick(kinds) : random.pick(others)
  switch (kind) {
    case 'linear':
      flow.size = to
      return `linear({ inFeatures: ${option(from)}, outFeatures: ${option(to)}${bias} })`
    case 'norm':
      return `layerNorm({ normalizedShape: ${option(from)} })`
    case 'dropout':
      return random.chance(0.8) ? 'dropout()' : 'softmax'
    case 'embedding':
      if (random.chance(0.8)) return 'tanh'
      flow.size = to
      return `embedding({ numEmbeddings: 5, embeddingDim: ${option(to)} })`
    case 'nested':
      return depth > 0 ? 'tanh' : `sequential(${layers(random, flow, 1 + random.below(2), depth + 1).join(', ')})`
    case 'last':
      flow.form = 'step'
      return 'last'
    case 'pool':
      flow.form = 'step'
      return `pool('${random.pick(['mean', 'max'])}')`
    case 'rnn':
    case 'lstm':
    case 'gru': {
      const both = random.chance(0.3)
      flow.size = both ? twice(to) : to
      flow.form = 'sequence'
      const first = random.chance(0.1) ? ', batchFirst: true' : ''
      return `${kind}({ inputSize: ${option(from)}, hiddenSize: ${option(to)}${bias}${first}${both ? ', bidirectional: true' : ''} })`
    }
    case 'rnnCell':
    case 'lstmCell':
    case 'gruCell':
      flow.size = to
      return `${kind}({ inputSize: ${option(from)}, hiddenSize: ${option(to)}${bias} })`
    default:
      return 'tanh'
  }
}

const layers = (random: Random, flow: Flow, count: number, depth: number): string[] =>
  Array.from({ length: count }, () => {
    const one = layer(random, flow, depth)
    return random.chance(0.25)
      ? `['${random.pick(['a', 'b', 'c', 'rnn', 'head', random.chance(0.2) ? 'a.b' : 'd'])}', ${one}]`
      : one
  })

const axes = { seq: 'seq(4)', batch: 'batch(2)' } as const

const program = (random: Random): string => {
  const tokens = random.chance(0.3)
  const flow: Flow = { size: random.pick(sizes), form: random.chance(0.75) ? 'sequence' : 'step' }
  const start = { ...flow }
  const first = tokens ? [`embedding({ numEmbeddings: 5, embeddingDim: ${option(flow.size)} })`] : []
  const chain = [...first, ...layers(random, flow, 1 + random.below(4), 0)]
  const lead =
    start.form === 'step'
      ? random.pick([[axes.batch], [axes.batch], []])
      : random.pick([[axes.seq, axes.batch], [axes.seq, axes.batch], [axes.seq], [axes.batch, axes.seq]])
  const size = random.chance(0.95) ? start.size : random.pick(sizes)
  const shape = tokens ? lead : [...lead, `feature(${typeof size === 'string' ? `'${size}', ${numbers[size]}` : size})`]
  const dtype = tokens === random.chance(0.97) ? ", 'i32'" : ''
  const input = `zeros([${shape.join(', ')}]${dtype})`
  const isPacked = start.form === 'sequence' && random.chance(0.35)
  return [
    `const net = sequential(${chain.join(', ')})`,
    'const [params] = net.init(manualSeed(0))',
    `const answer = { y: net.apply(params)(${isPacked ? `packed(${input}, [4, 1])` : input}) }`,
  ].join('\n')
}

/** So many programs, the same for the same seed. */
export const sequentialPrograms = (seed: number, count: number): readonly string[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, () => program(random))
}
