/** What a fresh process waits for: import, instantiation, the first bind and calls. Medians of several processes. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'
import { type Case, cases } from './cases.js'
import { median } from './statistics.js'

const processes = 11

/** What first-call.js prints, in milliseconds. */
const phases = {
  imported: 'import, ms',
  instantiated: 'instantiate, ms',
  packed: 'first bind, ms',
  first: 'first call, ms',
  second: 'second call, ms',
} as const
type Phase = keyof typeof phases

const built = fileURLToPath(new URL('../dist/src/index.js', import.meta.url))
/** What Node loads when a program imports the package. */
const packaged = fileURLToPath(new URL('../dist/node/index.js', import.meta.url))

const once = (file: string, sizes: readonly number[]): Readonly<Record<Phase, number>> => {
  const program = fileURLToPath(new URL('first-call.js', import.meta.url))
  const args = [program, pathToFileURL(file).href, ...sizes.map(String)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Record<Phase, number>
}

// The cast: the names that the literal above has.
const names = Object.keys(phases) as Phase[]

const row = (label: string, file: string, { time, batch, input, hidden }: Case): string => {
  const all = Array.from({ length: processes }, () => once(file, [time, batch, input, hidden]))
  return `| ${label} | ${names.map((phase) => median(all.map((one) => one[phase])).toFixed(2)).join(' | ')} |`
}

/** A table in Markdown: of the package as Node loads it, and as applications bundle it. */
export const loadReport = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'shapefold-bench-'))
  try {
    const bundle = join(folder, 'bundle.mjs')
    buildSync({ entryPoints: [built], bundle: true, minify: true, format: 'esm', platform: 'neutral', outfile: bundle })
    const shown = cases.filter(({ name }) => ['tiny', 'medium', 'large'].includes(name))
    return [
      '## A fresh process',
      '',
      `| medians of ${processes} processes | ${names.map((phase) => phases[phase]).join(' | ')} |`,
      `| --- |${names.map(() => ' ---: |').join('')}`,
      ...shown.map((one) => row(one.name, packaged, one)),
      ...shown.map((one) => row(`${one.name}, bundled`, bundle, one)),
    ].join('\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
}
