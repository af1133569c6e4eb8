/**
 * The contract between the layers and the kernel: plain arrays and sizes, no Tensor.
 *
 * Sizes are positive integers. All matrices are dense and row by row.
 *
 *     T time   B batch   I inputSize   H hiddenSize   P projSize   O width of h: P, or H without a projection
 *     L numLayers   D directions   G gates: 1 (tanh, relu), 3 (gru: r, z, n), 4 (lstm: i, f, g, o)
 *
 * An array that is handed in is only read; one that is handed out is new and belongs to the caller. A small one may be a part of a larger
 * buffer (room.ts). Of one layer, one direction and one time step the output *is* the state, and then `output` and `hidden` are the same array.
 */

export type CellKind = 'tanh' | 'relu' | 'lstm' | 'gru'

/** What is computed: fixed when a network is made. */
export interface RecurrentSpec {
  readonly kind: CellKind
  readonly inputSize: number
  readonly hiddenSize: number
  /** Of an LSTM, the width to which its hidden state is projected; 0 without a projection, as in PyTorch. */
  readonly projSize: number
  readonly numLayers: number
  readonly directions: 1 | 2
  readonly bias: boolean
}

/** Weights in the engine's own layout. They are freed with the garbage collector. */
export interface Packed {
  readonly spec: RecurrentSpec
  /** Size of the packed weights. */
  readonly bytes: number
}

/** One run over a whole sequence; one step of a stream is a run with `time` 1. */
export interface RecurrentCall {
  /** `[T, B, I]`, or `[B, T, I]` when `batchFirst`. */
  readonly input: Float32Array
  readonly time: number
  readonly batch: number
  readonly batchFirst: boolean
  /**
   * The length of each sequence, 1 to T, in any order. Undefined: all are T long. What stands after a sequence's end is not read, and is
   * zero in the output; the reverse direction begins at the sequence's own end, and its final states are its own.
   */
  readonly lengths: readonly number[] | undefined
  /** `[L*D, B, O]`: index = layer * D + direction. Undefined: zeros. */
  readonly hidden: Float32Array | undefined
  /** Of an LSTM, `[L*D, B, H]`. Undefined: zeros. */
  readonly cell: Float32Array | undefined
  /**
   * Training dropout: for each layer but the last, `[T, B, D*O]`, what that layer's output is multiplied by. Always time-major.
   * Undefined: no dropout.
   */
  readonly masks: readonly Float32Array[] | undefined
}

export interface RecurrentResult {
  /** `[T, B, D*O]`, or `[B, T, D*O]` when `batchFirst`; the reverse direction's features follow the forward one's. */
  readonly output: Float32Array
  /** `[L*D, B, O]`; the reverse direction's is its state after time 0. */
  readonly hidden: Float32Array
  /** Of an LSTM, `[L*D, B, H]`; undefined for others. */
  readonly cell: Float32Array | undefined
}

/** What a run keeps for its backward pass, in the engine's own layout: ordinary arrays, freed with the garbage collector. */
export interface Kept {
  /** Size of what is kept. */
  readonly bytes: number
}

/** Numbers that are computed where they are needed, part by part and as often as they are asked for: always the same ones. */
export interface Deferred {
  readonly length: number
  /** Writes `count` of them, from `start` on, into `to`, from `at` on. */
  readonly write: (to: Float32Array, at: number, start: number, count: number) => void
}

/** A run, and what it keeps. */
export interface Recorded {
  readonly result: RecurrentResult
  readonly kept: Kept
}

/** The gradient of a loss by each result of a run; undefined where the loss does not depend on it. */
export interface ResultGradients {
  readonly output: Float32Array | Deferred | undefined
  readonly hidden: Float32Array | undefined
  readonly cell: Float32Array | undefined
}

/** Which gradients are asked for; the others are not computed. */
export interface Wanted {
  readonly input: boolean
  /** Both initial states. */
  readonly state: boolean
  readonly weights: boolean
}

/** The gradients of a loss by what went into a run, each in the layout of what it belongs to; undefined where it was not asked for. */
export interface RecurrentGradients {
  /** Zero after a sequence's end. */
  readonly input: Float32Array | undefined
  readonly hidden: Float32Array | undefined
  readonly cell: Float32Array | undefined
  /** In the order of `pack`. */
  readonly weights: readonly Float32Array[] | undefined
}

export type KernelName = 'wasm-fma' | 'wasm-mul-add'
export type EngineName = KernelName | 'fold'

export interface Engine {
  readonly name: EngineName
  /**
   * Packs weights.
   *
   * `weights` are in the order of PyTorch's state dict: for each layer, for each direction, weight_ih `[G*H, in]`, weight_hh `[G*H, O]`,
   * with bias bias_ih `[G*H]`, bias_hh `[G*H]`, and with a projection weight_hr `[P, H]`; `in` is I for layer 0 and D*O after it. The arrays
   * are kept and must not be written any more: when the engine needs the room for others it drops packed weights, and packs them again at
   * their next use.
   *
   * With `isPassing` the caller promises to release them, as a step of training does, and nobody need wait for the garbage collector.
   *
   * Throws RangeError when an array has not the length that the spec asks for, or the memory is exhausted.
   */
  pack(spec: RecurrentSpec, weights: readonly Float32Array[], isPassing?: boolean): Packed
  /** Gives up the room of weights that will hardly be used again, as those of a step of training. If they are, they are packed again. */
  release(packed: Packed): void
  /**
   * Runs the network.
   *
   * Throws RangeError when an array has not the length that the sizes ask for, when there are more or fewer masks or lengths than they ask for, or
   * when the call needs more memory than there is; TypeError when `packed` is another engine's. A call that threw leaves nothing behind.
   */
  forward(packed: Packed, call: RecurrentCall): RecurrentResult
}

/** A tensor that a function gives, and its cotangent. */
export type Result = readonly [result: unknown, cotangent: Float32Array | undefined]

/**
 * What engines need for the way back and do not hold, so that who only runs networks need not have it: whoever takes a gradient brings it.
 */
export interface WayBack {
  /** The kernel's run that keeps what its way back needs; the arguments are those of `record`. */
  readonly record: (packed: Packed, call: RecurrentCall) => Recorded
  /** The kernel's pass back through time; the arguments are those of `backward`. */
  readonly kernel: (
    packed: Packed,
    call: RecurrentCall,
    kept: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ) => RecurrentGradients
  /** Gives up what a run kept: `backward` is not asked for it any more. */
  readonly forget: (kept: Kept) => void
  /** The products that only gradients need, on a kernel's engine; the arguments are those of `Products`. */
  readonly productOverRows: (
    engine: Engine,
    a: Float32Array,
    b: Float32Array,
    K: number,
    M: number,
    N: number,
  ) => Float32Array
  readonly sumOfRows: (engine: Engine, a: Float32Array, M: number, N: number) => Float32Array
  readonly squaredDistance: (engine: Engine, a: Float32Array, b: Float32Array) => number
  readonly scaledDifference: (engine: Engine, a: Float32Array, b: Float32Array, scale: number, to: Float32Array) => void
  /** All of some numbers, in an array. */
  readonly whole: (numbers: Float32Array | Deferred) => Float32Array
  /**
   * For an engine that computes with tensors: the cotangents of a function's parameters, from those of its results, which it gives beside them. A
   * result without one is left out.
   */
  readonly pullBack: <Params>(f: (params: Params) => readonly Result[], params: Params) => Params
}

/** An engine that also learns. */
export interface TrainingEngine extends Engine {
  /**
   * As `forward`, the same numbers, and keeps what `backward` needs. The call's arrays and the result's output must not be written until
   * then: they are not copied.
   */
  record(wayBack: WayBack, packed: Packed, call: RecurrentCall): Recorded
  /**
   * Back through time: the gradients of what `record` was given, from those of what it gave. May be asked any number of times. Throws as `forward`
   * does; TypeError too when `kept` is of other weights, RangeError when it is of another call.
   */
  backward(
    wayBack: WayBack,
    packed: Packed,
    call: RecurrentCall,
    kept: Kept,
    gradients: ResultGradients,
    wanted: Wanted,
  ): RecurrentGradients
}

/**
 * Products of matrices, of positive sizes. `src/op/matrix.ts` has the definition, in float64; the kernel sums in float32, 128 or 256 terms at a time, so it
 * differs in the last digits, and a sum that passes 3.4e38 on its way is infinite.
 *
 * All throw RangeError when the call needs more memory than there is.
 */
export interface Products {
  /** `y = a b` : `[M, K] [K, N] -> [M, N]`. The right factor must not be written any more: one that comes again may be kept packed. */
  productOfRows(a: Float32Array, b: Float32Array, M: number, K: number, N: number): Float32Array
  /** `y = a b^T + bias` : `[M, K] [N, K]^T + [N] -> [M, N]`; without `bias` nothing is added. Of b as `productOfRows`. */
  productByColumns(a: Float32Array, b: Float32Array, M: number, K: number, N: number, bias?: Float32Array): Float32Array
  /** `y = a^T b` : `[K, M]^T [K, N] -> [M, N]`. */
  productOverRows(a: Float32Array, b: Float32Array, K: number, M: number, N: number, wayBack: WayBack): Float32Array
  /** `y[n] = sum over m of a[m, n]` : `[M, N] -> [N]`. */
  sumOfRows(a: Float32Array, M: number, N: number, wayBack: WayBack): Float32Array
  /** `sum over i of (a[i] - b[i])^2`, in float64. The kernel sums in another order. */
  squaredDistance(a: Float32Array, b: Float32Array, wayBack: WayBack): number
  /** `to[i] = scale * (a[i] - b[i])`, rounded once: the same on the kernel, to the bit. */
  scaledDifference(a: Float32Array, b: Float32Array, scale: number, to: Float32Array, wayBack: WayBack): void
}
