/**
 * The contract between the layers and the kernel: plain arrays and sizes, no Tensor.
 *
 * Sizes are positive integers. All matrices are dense and row by row.
 *
 *     T time   B batch   I inputSize   H hiddenSize   L numLayers   D directions
 *
 * An array that is handed in is only read; one that is handed out is new, has a buffer of its own and belongs to the caller. Of
 * one layer, one direction and one time step the output *is* the state, and then `output` and `hidden` are the same array.
 */

/** What is computed: fixed when a network is made. */
export interface RecurrentSpec {
  readonly kind: 'tanh' | 'relu'
  readonly inputSize: number
  readonly hiddenSize: number
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
  /** `[L*D, B, H]`: index = layer * D + direction. Undefined: zeros. */
  readonly hidden: Float32Array | undefined
  /**
   * Training dropout: for each layer but the last, `[T, B, D*H]`, what that layer's output is multiplied by. Always time-major.
   * Undefined: no dropout.
   */
  readonly masks: readonly Float32Array[] | undefined
}

export interface RecurrentResult {
  /** `[T, B, D*H]`, or `[B, T, D*H]` when `batchFirst`; the reverse direction's features follow the forward one's. */
  readonly output: Float32Array
  /** `[L*D, B, H]`; the reverse direction's is its state after time 0. */
  readonly hidden: Float32Array
}

export type EngineName = 'wasm-fma' | 'wasm-mul-add' | 'fold'

export interface Engine {
  readonly name: EngineName
  /**
   * Packs weights.
   *
   * `weights` are in the order of PyTorch's state dict: for each layer, for each direction, weight_ih `[H, in]`, weight_hh `[H, H]`,
   * and with bias bias_ih `[H]`, bias_hh `[H]`; `in` is I for layer 0 and D*H after it. The arrays are kept and must not be written
   * any more: when the engine needs the room for others it drops packed weights, and packs them again at their next use.
   *
   * Throws RangeError when an array has not the length that the spec asks for, or the memory is exhausted.
   */
  pack(spec: RecurrentSpec, weights: readonly Float32Array[]): Packed
  /**
   * Runs the network.
   *
   * Throws RangeError when an array has not the length that the sizes ask for, or when the call needs more memory than there is; TypeError
   * when `packed` is another engine's. A call that threw leaves nothing behind.
   */
  forward(packed: Packed, call: RecurrentCall): RecurrentResult
}
