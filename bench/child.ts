/** A process that answers requests, one JSON line each. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

/** What any of them may answer. */
export interface Answer {
  readonly version?: string
  /** An output, as base64. */
  readonly output?: string
  readonly milliseconds?: number
  readonly contenders?: readonly { readonly name: string; readonly output: string }[]
  /** Why a case cannot be run. */
  readonly unable?: string
}

export const toBase64 = (array: Float32Array): string =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64')

export const fromBase64 = (text: string): Float32Array =>
  new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer)

export class Child {
  /** What it says unasked, once it is ready. */
  readonly greeting: Promise<Answer>
  readonly #process: ChildProcessWithoutNullStreams
  readonly #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (reason: Error) => void }[] = []
  #complaints = ''

  constructor(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.#process = spawn(command, args, { env: { ...process.env, ...env } })
    createInterface(this.#process.stdout).on('line', (line) =>
      this.#waiting.shift()?.resolve(JSON.parse(line) as Answer),
    )
    this.#process.stderr.on('data', (text: Buffer) => {
      this.#complaints += text.toString()
    })
    this.#process.on('close', () => {
      for (const { reject } of this.#waiting) reject(new Error(`${args.join(' ')} has ended: ${this.#complaints}`))
    })
    this.greeting = this.#answer()
  }

  async ask(request: string): Promise<Answer> {
    await this.greeting
    const answer = this.#answer()
    this.#process.stdin.write(`${request}\n`)
    return answer
  }

  close(): void {
    this.#process.stdin.end()
  }

  #answer(): Promise<Answer> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }
}
