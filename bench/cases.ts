/** The one table of cases, and the numbers that go in. */

export interface Case {
  readonly name: string
  /** What is computed; the peers say which kinds they can. */
  readonly kind: 'rnn'
  readonly time: number
  readonly batch: number
  readonly input: number
  readonly hidden: number
  readonly layers: number
  readonly directions: 1 | 2
  /** Whether a state is handed in, as in a stream. It is kept in each library's own tensor, as a stream keeps it. */
  readonly state: boolean
}

const rnn = (
  name: string,
  time: number,
  batch: number,
  input: number,
  hidden: number,
  more: Partial<Case> = {},
): Case => ({
  ...{ name, kind: 'rnn', time, batch, input, hidden, layers: 1, directions: 1, state: false },
  ...more,
})

export const cases: readonly Case[] = [
  rnn('tiny', 4, 2, 5, 3),
  rnn('small', 32, 1, 16, 32),
  rnn('stream', 1, 1, 64, 128, { state: true }),
  rnn('medium', 64, 16, 64, 128),
  rnn('deep', 64, 8, 64, 128, { layers: 2, directions: 2 }),
  rnn('tall', 128, 1, 256, 512),
  rnn('matvec', 64, 1, 512, 1024),
  rnn('large', 64, 32, 256, 512),
]

/** How a case is written in a table: `T64 B16 I64 H128`. */
export const sizesOf = ({ time, batch, input, hidden, layers, directions }: Case): string =>
  `T${time} B${batch} I${input} H${hidden}${layers > 1 ? ` L${layers}` : ''}${directions > 1 ? ' both ways' : ''}`

/** The weights of one direction of one layer, as PyTorch has them. */
export interface DirectionWeights {
  /** PyTorch's ending of the four names: `l0`, `l0_reverse`, `l1`. */
  readonly suffix: string
  /** Features of what this layer takes in. */
  readonly input: number
  /** `[hidden, input]` */
  readonly weightIh: Float32Array
  /** `[hidden, hidden]` */
  readonly weightHh: Float32Array
  /** `[hidden]` */
  readonly biasIh: Float32Array
  /** `[hidden]` */
  readonly biasHh: Float32Array
}

/** The arrays of a case: the same for everybody. */
export interface Problem {
  readonly case: Case
  /** `[time, batch, input]` */
  readonly x: Float32Array
  /** `[layers * directions, batch, hidden]`, where the case has a state. */
  readonly state0: Float32Array | undefined
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
  const weights = Array.from({ length: layers * directions }, (_, index) => {
    const layer = Math.floor(index / directions)
    const width = layer === 0 ? input : directions * hidden
    return {
      suffix: `l${layer}${index % directions === 1 ? '_reverse' : ''}`,
      input: width,
      weightIh: draw(hidden * width, bound),
      weightHh: draw(hidden * hidden, bound),
      biasIh: draw(hidden, bound),
      biasHh: draw(hidden, bound),
    }
  })
  const state0 = one.state ? draw(layers * directions * batch * hidden, 1) : undefined
  return { case: one, x: draw(time * batch * input, 1), state0, weights }
}

/** Floating-point operations of the matrix products, which are nearly all there are. */
export const flopsOf = ({ case: { time, batch, hidden }, weights }: Problem): number =>
  weights.reduce((sum, { input }) => sum + 2 * time * batch * hidden * (input + hidden), 0)
