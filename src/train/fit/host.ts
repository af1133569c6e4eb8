/**
 * What `fit` uses of its host, declared here because the published build knows ECMAScript alone: neither the DOM's types nor Node's.
 */

/** What of an `AbortSignal` is needed. */
export interface Signal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

interface Port {
  onmessage: (() => void) | null
  postMessage(message: null): void
  close(): void
}

interface Host {
  readonly performance?: { now(): number }
  readonly setImmediate?: (callback: () => void) => unknown
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port }
  readonly setTimeout: (callback: () => void, milliseconds: number) => unknown
}

// The cast: a host has these members as globals; of the optional ones it may lack any.
const host = globalThis as unknown as Host

/** Milliseconds on a clock that never goes back, where there is one. */
export const now = (): number => host.performance?.now() ?? Date.now()

/**
 * Lets the host do what waits: input, timers, drawing. A promise alone does not, since it goes on before any of these. Node has `setImmediate` for
 * this, browsers a message to oneself; a timer may wait for four milliseconds, so it comes last.
 */
export const yieldToHost = (): Promise<void> =>
  new Promise((resolve) => {
    const { setImmediate, MessageChannel, setTimeout } = host
    if (setImmediate !== undefined) setImmediate(resolve)
    else if (MessageChannel !== undefined) {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    } else setTimeout(resolve, 0)
  })

/** Throws the signal's reason where it was aborted, as the platform's own functions do. */
export const throwIfAborted = (signal: Signal | undefined): void => {
  if (signal?.aborted) throw signal.reason
}

/**
 * An iterable that ends with the signal's reason as soon as it is aborted, even while it waits for its next value. What is waited for then is told to
 * end, but not waited for any longer.
 */
export const abortable = async function* <T>(
  values: Iterable<T> | AsyncIterable<T>,
  signal: Signal | undefined,
): AsyncGenerator<T> {
  if (signal === undefined || !(Symbol.asyncIterator in values)) {
    yield* values
    return
  }
  const iterator = values[Symbol.asyncIterator]()
  let isOver = false
  try {
    for (;;) {
      const next = await orAbort(iterator.next(), signal)
      if (next.done) {
        isOver = true
        return
      }
      yield next.value
    }
  } finally {
    const ended = isOver ? undefined : iterator.return?.()
    if (signal.aborted) ended?.catch(() => {})
    else await ended
  }
}

/** What a promise gives, or the signal's reason as soon as it is aborted. */
const orAbort = async <T>(promise: Promise<T>, signal: Signal): Promise<T> => {
  throwIfAborted(signal)
  let stop = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
