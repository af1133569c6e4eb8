/**
 * PyTorch on one thread, in a process of its own: once on OpenBLAS, once on BLIS.
 *
 * Debian's PyTorch calls whichever BLAS the loader finds, and LD_LIBRARY_PATH decides that for one process. It tells the time itself, so the
 * pipe between the processes costs nothing.
 */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../cases.js'
import { clock } from '../clock.js'
import { type Contender, type Peer, Unable } from '../contender.js'

interface Answer {
  readonly version?: string
  readonly output?: string
  readonly milliseconds?: number
}

/** A Python that has PyTorch. */
const findPython = (): string | undefined =>
  ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', 'import torch, numpy']).status === 0)

const base64 = (array: Float32Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

/** The problem as JSON, arrays as base64. */
const encode = (problem: Problem): string =>
  JSON.stringify({ problem }, (_, value) => (value instanceof Float32Array ? base64(value) : (value ?? null)))

class Python {
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (reason: Error) => void }[] = []
  #complaints = ''
  readonly greeting: Promise<Answer>

  constructor(python: string, libraries: string) {
    const script = fileURLToPath(new URL('pytorch.py', import.meta.url))
    const one = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', BLIS_NUM_THREADS: '1' }
    this.#process = spawn(python, [script, clock], { env: { ...process.env, ...one, LD_LIBRARY_PATH: libraries } })
    createInterface(this.#process.stdout).on('line', (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line) as Answer),
    )
    this.#process.stderr.on('data', (text: Buffer) => {
      this.#complaints += text.toString()
    })
    this.#process.on('close', () => {
      for (const { reject } of this.#waiting) reject(new Error(`PyTorch has ended: ${this.#complaints}`))
    })
    this.greeting = this.#answer()
  }

  async ask(line: string): Promise<Answer> {
    await this.greeting
    const answer = this.#answer()
    this.#process.stdin.write(`${line}\n`)
    return answer
  }

  close(): void {
    this.#process.stdin.end()
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }
}

const pytorch = (blas: string, libraries: string, debianPackage: string): Peer => {
  const name = `PyTorch (${blas})`
  let child: Python | undefined
  let version = '?'
  const start = async (): Promise<Python> => {
    const python = findPython()
    if (python === undefined) throw new Unable('no python3 here has torch and numpy')
    if (!existsSync(libraries)) throw new Unable(`${debianPackage} is not installed`)
    child = new Python(python, libraries)
    version = (await child.greeting).version ?? version
    return child
  }
  return {
    name,
    version: () => version,
    close: () => child?.close(),
    prepare: async (problem): Promise<readonly Contender[]> => {
      const python = child ?? (await start())
      const { output } = await python.ask(encode(problem))
      const result = new Float32Array(Uint8Array.from(Buffer.from(output ?? '', 'base64')).buffer)
      return [
        {
          name,
          output: () => result,
          time: async (runs) => (await python.ask(JSON.stringify({ runs }))).milliseconds ?? Number.NaN,
        },
      ]
    },
  }
}

export const pytorchOpenblas = pytorch(
  'OpenBLAS',
  '/usr/lib/x86_64-linux-gnu/openblas-pthread',
  "Debian's libopenblas0-pthread",
)
export const pytorchBlis = pytorch('BLIS', '/usr/lib/x86_64-linux-gnu/blis-serial', "Debian's libblis4-serial")
