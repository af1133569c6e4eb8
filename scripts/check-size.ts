/**
 * What a user's bundle pays: `npm run size`, after `npm run build`.
 *
 * Bundles each public entry, and what some programs take of it, minified, with fp-ts left out, and checks the weight, that nothing belongs to Node or
 * needs `eval`, and that a program holds nothing of what it does not use. README.md tells the same figures.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { conclude, isProgram } from './program.js'
import { entries } from './public-entries.js'

const KB = 1024

/** The most that an entry may weigh, in bytes after gzip. An entry with no line of its own is held to `default`. */
const limits: Readonly<Record<string, number>> = {
  shapefold: 60 * KB,
  'shapefold/kernel-only': 20.5 * KB,
  'shapefold/safetensors': 4 * KB,
  'shapefold/torch': 7 * KB,
  'shapefold/onnx': 4.5 * KB,
  default: 8 * KB,
}

/** What a program takes of `shapefold`, and the modules that it has no use for. */
interface Program {
  readonly takes: string
  /** What it takes of `shapefold/kernel-only`. */
  readonly ofKernelOnly?: string
  /** In KB after gzip; README.md states it. */
  readonly most: number
  readonly without: RegExp
}

const network = 'tensor, batch, seq, feature, manualSeed'
/** The kernel's way back, gradients and training. */
const learning = /\/src\/(grad|train|kernel\/(backward|run-backward|gradient)[^/]*)/
/** That and the fold: cells, and the operations that they are made of. Of `op/` a network has what notes down a run on a tape, and its packed steps. */
const noFold =
  /\/src\/(grad|train|cell|kernel\/(backward|run-backward|gradient)|op\/(?!record|own-steps)|layer\/recurrent(-fold|-groups|-cells)?\.)/

export const programs: readonly Program[] = [
  { takes: 'tensor, batch', most: 3.8, without: /\/src\/(op|grad|cell|fold|layer|train|kernel)\// },
  { ofKernelOnly: 'rnn', takes: network, most: 20, without: noFold },
  { ofKernelOnly: 'rnn, lstm, gru', takes: network, most: 20.5, without: noFold },
  { takes: `rnn, ${network}`, most: 25.5, without: learning },
  { takes: `rnn, lstm, gru, ${network}`, most: 26, without: learning },
  { takes: `rnn, ${network}, valueAndGrad, adam, fit`, most: 39, without: /\/src\/interop\// },
]

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

/** What of the must-not-appear list a bundle holds. */
export const forbiddenIn = (code: string): string[] =>
  forbidden.filter(([, pattern]) => pattern.test(code)).map(([name]) => name)

interface Bundle {
  readonly code: string
  readonly size: number
  /** The package's modules of which something is in it. */
  readonly modules: readonly string[]
}

/** A minified bundle of a module given as text, which imports from the package by its public names. */
const bundle = async (contents: string): Promise<Bundle> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['fp-ts', 'fp-ts/*', 'node:*'],
    logLevel: 'error',
  })
  const code = outputFiles[0]?.text ?? ''
  const modules = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  )
  return { code, size: gzipSync(code, { level: 9 }).length, modules }
}

const kilobytes = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`

/** Prints what a bundle weighs, and gives what is wrong with it. */
const weigh = (name: string, { code, size }: Bundle, limit: number): string[] => {
  console.log(`${name}: ${kilobytes(code.length)}, ${kilobytes(size)} gzipped (at most ${kilobytes(limit)})`)
  return [
    ...(size > limit ? [`${name} weighs ${size} bytes gzipped, more than ${limit}`] : []),
    ...forbiddenIn(code).map((found) => `${name} holds '${found}'`),
  ]
}

/** The kernel's modules as the built package has them. They are parts of one file, so the list of files does not tell which of them a bundle holds. */
const kernel = async (): Promise<{ readonly forward: string; readonly backward: string }> => {
  // The cast: the package was built from src/kernel/bytes.ts.
  const { forward, backward } = (await import(
    pathToFileURL(join(process.cwd(), 'dist/src/kernel/bytes.js')).href
  )) as typeof import('../src/kernel/bytes.js')
  return { forward: forward.text, backward: backward.text }
}

const code = (names: string): string => `\`${names.replaceAll(', ', '`, `')}\``

/** A line of README.md's table. */
export const lineOf = ({ takes, ofKernelOnly, most }: Program): string =>
  `| ${code(takes)}${ofKernelOnly === undefined ? '' : `; ${code(ofKernelOnly)} of \`shapefold/kernel-only\``} | ${most} KB |`

const checkProgram = async (program: Program, readme: string): Promise<string[]> => {
  const { takes, ofKernelOnly, most, without } = program
  const own = ofKernelOnly === undefined ? '' : `export { ${ofKernelOnly} } from 'shapefold/kernel-only'`
  const made = await bundle(`export { ${takes} } from 'shapefold'; ${own}`)
  const name = ofKernelOnly === undefined ? takes : `${ofKernelOnly} (kernel-only), ${takes}`
  const { forward, backward } = await kernel()
  const [runs, learns] = [name.includes('rnn'), takes.includes('valueAndGrad')]
  return [
    ...weigh(name, made, most * KB),
    ...made.modules.filter((path) => without.test(path)).map((path) => `a bundle of ${name} holds ${path}`),
    ...(made.code.includes(forward) === runs ? [] : [`${name}: the kernel is in it, or is missing`]),
    ...(made.code.includes(backward) === learns ? [] : [`${name}: the kernel's way back is in it, or is missing`]),
    ...(readme.includes(lineOf(program)) ? [] : [`README.md lacks the line ${lineOf(program)}`]),
  ]
}

const main = async (): Promise<void> => {
  const names = entries(JSON.parse(readFileSync('package.json', 'utf8'))).map(({ name }) => name)
  const readme = readFileSync('README.md', 'utf8')
  const failures: string[] = []
  for (const name of names)
    failures.push(...weigh(name, await bundle(`export * from '${name}'`), limits[name] ?? limits.default ?? 0))
  for (const program of programs) failures.push(...(await checkProgram(program, readme)))
  conclude('size', failures, `${names.length} entries and ${programs.length} programs are small and clean`)
}

if (isProgram(import.meta.url)) await main()
