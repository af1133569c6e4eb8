/**
 * One JavaScript peer in a process of its own, so that no peer pays for another's garbage, nor for what another taught the compiler.
 *
 *     host.ts <peer>                   says {"version": text} when it is ready
 *     {"case": name}                   {"contenders": [{"name", "output"}], "version"}, or {"unable": reason}
 *     {"contender": index, "runs": n}  {"milliseconds": t}
 */
import { createInterface } from 'node:readline'
import { cases, problemOf } from './cases.js'
import { toBase64 } from './child.js'
import { type Contender, type Peer, Unable } from './contender.js'

const peers: Readonly<Record<string, () => Promise<Peer>>> = {
  shapefold: async () => (await import('./peers/shapefold.js')).shapefoldPeer,
  'onnxruntime-node': async () => (await import('./peers/onnxruntime-node.js')).onnxruntimeNode,
  'onnxruntime-web': async () => (await import('./peers/onnxruntime-web.js')).onnxruntimeWeb,
  'jax-js': async () => (await import('./peers/jax-js.js')).jaxJs,
  tfjs: async () => (await import('./peers/tfjs.js')).tfjs,
}

interface Request {
  readonly case?: string
  readonly contender?: number
  readonly runs?: number
}

// Standard output is for answers: what a library has to tell goes to the other.
console.log = console.error
const say = (answer: object): unknown => process.stdout.write(`${JSON.stringify(answer)}\n`)

const peer = await peers[process.argv[2] ?? '']?.()
if (peer === undefined) throw new Error(`no peer ${process.argv[2]}`)
let contenders: readonly Contender[] = []

const prepare = async (name: string): Promise<object> => {
  for (const { close } of contenders) close?.()
  contenders = []
  const found = cases.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no case ${name}`)
  try {
    contenders = await peer.prepare(problemOf(found))
    const outputs = []
    for (const contender of contenders)
      outputs.push({ name: contender.name, output: toBase64(await contender.output()) })
    return { contenders: outputs, version: peer.version() }
  } catch (error) {
    if (error instanceof Unable) return { unable: error.message }
    throw error
  }
}

say({ version: peer.version() })
for await (const line of createInterface(process.stdin)) {
  const request = JSON.parse(line) as Request
  if (request.case !== undefined) say(await prepare(request.case))
  else say({ milliseconds: await contenders[request.contender ?? 0]?.time(request.runs ?? 1) })
}
