/** What the page runs: it fetches the networks and runs them here or in a worker, with the library at a given address. */
import type { Ran } from './networks.js'
import { runFrom } from './run-from.js'

const inWorker = (entry: string): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const worker = new Worker('/worker.js', { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<Ran>) => {
      worker.terminate()
      resolve(data)
    }
    worker.onerror = ({ message }) => reject(new Error(`the worker fails: ${message}`))
    worker.postMessage(entry)
  })

/** As Safari and older browsers are: fixed SIMD, and no relaxed SIMD. */
const hideRelaxedSimd = (): void => {
  WebAssembly.validate = () => false
}

Object.assign(globalThis, { runFrom, inWorker, hideRelaxedSimd })
