/**
 * TypeScript 7 as an editor runs it. It has no JavaScript API for hovers, but it speaks the Language Server Protocol
 * (version 3.17) over standard input and output: JSON-RPC messages, each after a `Content-Length` header.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newest } from './compilers.js'
import type { Hover } from './expect-hovers.js'

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

const header = '\r\n\r\n'

/** Calls `receive` for each whole message in a stream that may be cut anywhere. */
const readMessages = (server: ChildProcessWithoutNullStreams, receive: (message: Message) => void): void => {
  let pending = Buffer.alloc(0)
  server.stdout.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    for (;;) {
      const start = pending.indexOf(header) + header.length
      const length = Number(/Content-Length: (\d+)/i.exec(pending.toString('latin1'))?.[1])
      if (start < header.length || pending.length < start + length) return
      const body = pending.toString('utf8', start, start + length)
      pending = pending.subarray(start + length)
      receive(JSON.parse(body))
    }
  })
}

/** Starts the server for the project in this folder; `close` ends it. */
export const languageServer = async (root: string): Promise<{ hover: Hover; close: () => void }> => {
  const server = spawn(process.execPath, [newest.tsc, '--lsp', '-stdio'], { cwd: root, timeout: 300_000 })
  const waiting = new Map<unknown, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  const send = (message: Message): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}${header}${body}`)
  }
  let last = 0
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1
      waiting.set(last, { resolve, reject })
      send({ id: last, method, params })
    })
  readMessages(server, ({ id, method, result, error }) => {
    // The server asks the editor for settings and the like: the answer to all of it is "nothing".
    if (method !== undefined && id !== undefined) send({ id, result: null })
    else if (error !== undefined) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result)
  })
  server.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`the language server ended with code ${code}`))
  })

  await request('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities: {} })
  send({ method: 'initialized', params: {} })
  const opened = new Set<string>()
  const hover: Hover = async ({ file, line, column }) => {
    const uri = pathToFileURL(resolve(root, file)).href
    if (!opened.has(uri)) {
      const text = readFileSync(resolve(root, file), 'utf8')
      send({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'typescript', version: 1, text } },
      })
      opened.add(uri)
    }
    const position = { line, character: column }
    const answer = await request('textDocument/hover', { textDocument: { uri }, position })
    // The cast: the shape of an answer to textDocument/hover from a server that was promised plain text only.
    return (answer as { contents: { value: string } } | null)?.contents.value ?? ''
  }
  return { hover, close: () => server.kill() }
}
