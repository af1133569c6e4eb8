/** The one table of cases, and the numbers that go in. */

export const kinds = ['rnn', 'lstm', 'gru'] as const
export type Kind = (typeof kinds)[number]

/**
 *   forward   the network's output
 *   train     forward, the mean squared error against a target, backward: the gradients of all parameters
 */
export type Task = 'forward' | 'train'

/** How many blocks of `hidden` rows each weight has. In PyTorch's order: lstm i, f, g, o; gru r, z, n. */
export const gatesOf = { rnn: 1, lstm: 4, gru: 3 } as const satisfies Record<Kind, number>

export interface Case {
  /** `medium` for the Elman network's forward pass, otherwise with what is done in front: `lstm-medium`, `train-gru-large`. */
  readonly name: string
  readonly kind: Kind
  readonly task: Task
  readonly time: number
  readonly batch: number
  readonly input: number
  readonly hidden: number
  readonly layers: number
  readonly directions: 1 | 2
  /** Whether a state is handed in, as in a stream. It is kept in each library's own tensor, as a stream keeps it. */
  readonly state: boolean
}

type Sizes = Omit<Case, 'name' | 'kind' | 'task'>

const sizes = (time: number, batch: number, input: number, hidden: number, more: Partial<Sizes> = {}): Sizes => ({
  ...{ time, batch, input, hidden, layers: 1, directions: 1, state: false },
  ...more,
})

const allSizes = {
  tiny: sizes(4, 2, 5, 3),
  small: sizes(32, 1, 16, 32),
  stream: sizes(1, 1, 64, 128, { state: true }),
  medium: sizes(64, 16, 64, 128),
  deep: sizes(64, 8, 64, 128, { layers: 2, directions: 2 }),
  tall: sizes(128, 1, 256, 512),
  matvec: sizes(64, 1, 512, 1024),
  large: sizes(64, 32, 256, 512),
} as const
type SizeName = keyof typeof allSizes

const casesOf = (task: Task, kind: Kind, names: readonly SizeName[]): readonly Case[] =>
  names.map((name) => ({
    name: [...(task === 'train' ? [task, kind] : kind === 'rnn' ? [] : [kind]), name].join('-'),
    kind,
    task,
    ...allSizes[name],
  }))

/** The cases in the groups of the report: a table and a chart each. */
export const caseGroups: readonly { readonly name: string; readonly title: string; readonly cases: readonly Case[] }[] =
  [
    ...kinds.map((kind) => ({
      name: kind,
      title: `nn.${kind.toUpperCase()}, forward`,
      // The cast: the names are the keys of the literal above.
      cases: casesOf('forward', kind, Object.keys(allSizes) as SizeName[]),
    })),
    {
      name: 'train',
      title: 'A training step',
      cases: [
        ...casesOf('train', 'rnn', ['tiny', 'small', 'medium', 'deep', 'large']),
        ...casesOf('train', 'lstm', ['small', 'medium', 'large']),
        ...casesOf('train', 'gru', ['small', 'medium', 'large']),
      ],
    },
  ]

export const cases: readonly Case[] = caseGroups.flatMap((group) => group.cases)

/** How a case is written in a table: `T64 B16 I64 H128`. */
export const sizesOf = ({ time, batch, input, hidden, layers, directions }: Case): string =>
  `T${time} B${batch} I${input} H${hidden}${layers > 1 ? ` L${layers}` : ''}${directions > 1 ? ' both ways' : ''}`

/** The weights of one direction of one layer, as PyTorch has them. */
export interface DirectionWeights {
  /** PyTorch's ending of the four names: `l0`, `l0_reverse`, `l1`. */
  readonly suffix: string
  /** Features of what this layer takes in. */
  readonly input: number
  /** `[gates * hidden, input]` */
  readonly weightIh: Float32Array
  /** `[gates * hidden, hidden]` */
  readonly weightHh: Float32Array
  /** `[gates * hidden]` */
  readonly biasIh: Float32Array
  /** `[gates * hidden]` */
  readonly biasHh: Float32Array
}

/** The arrays of a case: the same for everybody. */
export interface Problem {
  readonly case: Case
  /** `[time, batch, input]` */
  readonly x: Float32Array
  /** `[layers * directions, batch, hidden]`, where the case has a state. */
  readonly state0: Float32Array | undefined
  /** As `state0`, of an LSTM with a state. */
  readonly cell0: Float32Array | undefined
  /** What the output is to be in training, `[time, batch, directions * hidden]`. */
  readonly target: Float32Array | undefined
  /** Index = layer * directions + direction. */
  readonly weights: readonly DirectionWeights[]
}

/** Numbers in -1..1, the same in each run: mulberry32. */
const generator = (seed: number) => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1
  }
  return (length: number, scale: number): Float32Array => Float32Array.from({ length }, () => next() * scale)
}

export const problemOf = (one: Case): Problem => {
  const { time, batch, input, hidden, layers, directions } = one
  const draw = generator(1)
  const bound = 1 / Math.sqrt(hidden)
  const rows = gatesOf[one.kind] * hidden
  const weights = Array.from({ length: layers * directions }, (_, index) => {
    const layer = Math.floor(index / directions)
    const width = layer === 0 ? input : directions * hidden
    return {
      suffix: `l${layer}${index % directions === 1 ? '_reverse' : ''}`,
      input: width,
      weightIh: draw(rows * width, bound),
      weightHh: draw(rows * hidden, bound),
      biasIh: draw(rows, bound),
      biasHh: draw(rows, bound),
    }
  })
  const state0 = one.state ? draw(layers * directions * batch * hidden, 1) : undefined
  return {
    case: one,
    x: draw(time * batch * input, 1),
    state0,
    cell0: one.state && one.kind === 'lstm' ? draw(layers * directions * batch * hidden, 1) : undefined,
    target: one.task === 'train' ? draw(time * batch * directions * hidden, 1) : undefined,
    weights,
  }
}

/** The gradients of a training step one after another, as the weights are: what all contenders are compared by. */
export const joined = (gradients: readonly Float32Array[]): Float32Array => {
  const all = new Float32Array(gradients.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const one of gradients) {
    all.set(one, at)
    at += one.length
  }
  return all
}

/**
 * Floating-point operations of the matrix products, which are nearly all there are. Backward they are as many for the weights and for the states, and
 * for the input of all layers but the first.
 */
export const flopsOf = ({ case: { kind, task, time, batch, hidden, directions }, weights }: Problem): number =>
  weights.reduce((sum, { input }, index) => {
    const once = 2 * time * batch * gatesOf[kind] * hidden
    const inputs = task === 'forward' ? 1 : index < directions ? 2 : 3
    return sum + once * (inputs * input + (task === 'forward' ? 1 : 3) * hidden)
  }, 0)
