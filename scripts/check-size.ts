/**
 * What a user's bundle pays: `npm run size`, after `npm run build`.
 *
 * Bundles each public entry, minified, with fp-ts left out, and checks its weight, that nothing in it belongs to Node or
 * needs `eval`, and that who takes only tensors gets no kernel.
 */
import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { conclude, isProgram } from './program.js'
import { entries } from './public-entries.js'

/** The most that an entry may weigh, in bytes after gzip. An entry with no line of its own is held to `default`. */
const limits: Readonly<Record<string, number>> = {
  shapefold: 58 * 1024,
  'shapefold/safetensors': 4 * 1024,
  'shapefold/torch': 7 * 1024,
  'shapefold/onnx': 4.5 * 1024,
  default: 8 * 1024,
}

/** No bundle may hold any of these. A name counts only as a whole word: `ArrayBuffer` is no `Buffer`. */
const forbidden: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['node:', /\bnode:/],
  ['Buffer', /(?<![\w$])Buffer\b/],
  ['process.', /(?<![\w$.])process\./],
  ['eval(', /(?<![\w$.])eval\(/],
  ['new Function', /\bnew Function\b/],
  ['require(', /require\(/],
  ['fp-ts/lib', /fp-ts\/(lib|es6)\b/],
]

/** How any WebAssembly module begins (`\0asm`, version 1) when its bytes are written in hexadecimal. */
const kernelBytes = '0061736d01000000'

/** What of the must-not-appear list a bundle holds. */
export const forbiddenIn = (code: string): string[] =>
  forbidden.filter(([, pattern]) => pattern.test(code)).map(([name]) => name)

/** A minified bundle of a module given as text, which imports from the package by its public names. */
const bundle = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['fp-ts', 'fp-ts/*', 'node:*'],
    logLevel: 'error',
  })
  return outputFiles[0]?.text ?? ''
}

const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`

const checkEntry = async (name: string): Promise<string[]> => {
  const code = await bundle(`export * from '${name}'`)
  const size = gzipSync(code, { level: 9 }).length
  const limit = limits[name] ?? limits.default ?? 0
  console.log(`${name}: ${kilobytes(code.length)}, ${kilobytes(size)} gzipped (at most ${kilobytes(limit)})`)
  return [
    ...(size > limit ? [`${name} weighs ${size} bytes gzipped, more than ${limit}`] : []),
    ...forbiddenIn(code).map((found) => `${name} holds '${found}'`),
  ]
}

const checkShaking = async (): Promise<string[]> => {
  const tensors = await bundle(`export { tensor, batch } from 'shapefold'`)
  const size = gzipSync(tensors, { level: 9 }).length
  console.log(`shapefold, tensor and batch only: ${kilobytes(tensors.length)}, ${kilobytes(size)} gzipped`)
  const failures = tensors.includes(kernelBytes) ? ['a bundle of tensor and batch holds the kernel'] : []
  if (existsSync('dist/src/kernel/bytes.js')) {
    // Otherwise the check above would look for something that the package never has.
    const whole = await bundle(`export * from 'shapefold'`)
    if (!whole.includes(kernelBytes)) failures.push('the whole bundle holds no kernel bytes that this check knows')
  }
  return failures
}

const main = async (): Promise<void> => {
  const names = entries(JSON.parse(readFileSync('package.json', 'utf8'))).map(({ name }) => name)
  const failures: string[] = []
  for (const name of names) failures.push(...(await checkEntry(name)))
  failures.push(...(await checkShaking()))
  conclude('size', failures, `${names.length} entries are small and clean`)
}

if (isProgram(import.meta.url)) await main()
