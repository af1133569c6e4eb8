/**
 * The three compilers that users have, called by explicit path: the packages `typescript`, `typescript5` and
 * `typescript6` all bring a `tsc`, and only one of them can own the name in `node_modules/.bin`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

export interface Compiler {
  readonly name: string
  readonly tsc: string
}

const modules = join(import.meta.dirname, '..', 'node_modules')

export const compilers: readonly Compiler[] = [
  { name: 'TypeScript 5.9', tsc: join(modules, 'typescript5', 'bin', 'tsc') },
  { name: 'TypeScript 6', tsc: join(modules, 'typescript6', 'bin', 'tsc') },
  { name: 'TypeScript 7', tsc: join(modules, 'typescript', 'bin', 'tsc') },
]

/** The compiler that builds the package. */
export const newest: Compiler = compilers[2] as Compiler

export interface Run {
  readonly ok: boolean
  /** Standard output and standard error together, as a person would see them. */
  readonly output: string
}

/** Runs a Node program and waits for its end. Throws when it can't be started at all. */
export const runNode = (program: string, args: readonly string[], cwd = process.cwd()): Run => {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [program, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (error !== undefined) throw error
  return { ok: status === 0, output: stdout + stderr }
}

/** As `runNode`, while others run: as many at once as there are cores. */
export const runNodeBeside = async (program: string, args: readonly string[], cwd = process.cwd()): Promise<Run> => {
  while (running >= availableParallelism()) await new Promise<void>((resume) => waiting.push(resume))
  running++
  try {
    return await new Promise<Run>((resolve, reject) => {
      const child = spawn(process.execPath, [program, ...args], { cwd })
      let output = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text
        })
      child.on('error', reject).on('close', (status) => resolve({ ok: status === 0, output }))
    })
  } finally {
    running--
    waiting.shift()?.()
  }
}

let running = 0
const waiting: (() => void)[] = []

export const compileBeside = (compiler: Compiler, args: readonly string[], cwd = process.cwd()): Promise<Run> =>
  runNodeBeside(compiler.tsc, [...args, '--pretty', 'false'], cwd)

export const compile = (compiler: Compiler, args: readonly string[], cwd = process.cwd()): Run =>
  runNode(compiler.tsc, [...args, '--pretty', 'false'], cwd)

/** One error as `tsc --pretty false` prints it; `continuation` holds the indented lines below the first one. */
export interface Diagnostic {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly code: string
  readonly message: string
  readonly continuation: readonly string[]
}

const located = /^(.+?)\((\d+),(\d+)\): error (TS\d+): (.*)$/
const global = /^error (TS\d+): (.*)$/

/** Reads the output of `tsc --pretty false`. Lines that belong to no error (listed files, counts) are left out. */
export const parseDiagnostics = (output: string): Diagnostic[] => {
  const found: (Diagnostic & { continuation: string[] })[] = []
  for (const text of output.split(/\r?\n/)) {
    const at = located.exec(text)
    const anywhere = global.exec(text)
    if (at !== null) {
      const [, file = '', line, column, code = '', message = ''] = at
      found.push({ file, line: Number(line), column: Number(column), code, message, continuation: [] })
    } else if (anywhere !== null) {
      const [, code = '', message = ''] = anywhere
      found.push({ file: '', line: 0, column: 0, code, message, continuation: [] })
    } else if (/^\s+\S/.test(text)) {
      found.at(-1)?.continuation.push(text.trim())
    }
  }
  return found
}

export const showDiagnostic = ({ file, line, column, code, message, continuation }: Diagnostic): string =>
  `${file}:${line}:${column} ${code}: ${[message, ...continuation].join(' / ')}`
