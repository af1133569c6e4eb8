/**
 * Compiles and runs every example in the documentation: `npm run test:docs`, after `npm run build`.
 *
 *   `@example` in src/ and types/   the text below the tag, or the code fences in it
 *   ```ts in README.md and docs/    a program of its own
 *   ```ts continued                 goes on from the snippets above it in the same file
 *   ```ts compile-only              is compiled and not run (a browser's code, say)
 *   ```ts error                     must fail with the message in the ```text block that follows, and with nothing else
 *
 * All are compiled in one run, in a folder where the name `shapefold` leads to the built package, as it does for a
 * user. It also holds the public surface to its documentation: see `documentation.ts`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, newest, parseDiagnostics } from './compilers.js'
import { undocumented } from './documentation.js'
import { type Example, examplesInMarkdown, examplesInSource } from './examples.js'
import { filesIn } from './files.js'
import { conclude } from './program.js'
import { entries } from './public-entries.js'

const root = process.cwd()
const folder = join(root, '.doc-examples')

const from = (path: string, pattern: RegExp, parse: (file: string, text: string) => Example[]): Example[] =>
  filesIn(join(root, path), pattern).flatMap((file) =>
    parse(relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')),
  )

const extract = (): Example[] => [
  ...from('types', /\.ts$/, examplesInSource),
  ...from('src', /\.ts$/, examplesInSource),
  ...from('docs', /\.md$/, examplesInMarkdown),
  ...(existsSync('README.md') ? examplesInMarkdown('README.md', readFileSync('README.md', 'utf8')) : []),
]

const place = ({ file, line }: Example): string => `${file}:${line}`
const moduleName = ({ file, line }: Example): string => `${file.replace(/\W+/g, '-')}-${line}`
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    lib: ['es2022', 'dom'],
    types: ['node'],
    module: 'nodenext',
    moduleDetection: 'force',
    strict: true,
    rootDir: '.',
    outDir: 'out',
  },
  include: ['*.ts'],
}

/** Writes each example as a module and compiles them all; errors come back by the module's name. */
const compileAll = (examples: readonly Example[]): Map<string, string[]> => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  for (const example of examples) writeFileSync(join(folder, `${moduleName(example)}.ts`), `${example.code}\n`)
  const { output } = compile(newest, ['-p', '.'], folder)
  const errors = new Map<string, string[]>()
  for (const { file, code, message, continuation } of parseDiagnostics(output)) {
    const name = file.replace(/\.ts$/, '')
    errors.set(name, [...(errors.get(name) ?? []), oneLine(`error ${code}: ${[message, ...continuation].join(' ')}`)])
  }
  return errors
}

/** What is wrong with the compilation of one example; the shown message may leave out `error TS1234:`. */
const judge = (example: Example, errors: readonly string[]): string[] => {
  if (example.error === undefined) return errors.map((error) => `${place(example)} does not compile: ${error}`)
  const shown = oneLine(example.error)
  const [error = 'nothing'] = errors
  if (errors.length > 1) return [`${place(example)} gives ${errors.length} errors, not one: ${errors.join(' | ')}`]
  return error === shown || error.replace(/^error TS\d+: /, '') === shown
    ? []
    : [`${place(example)} should fail with: ${shown}; but the compiler says: ${error}`]
}

/** Runs one compiled example in this process; what it prints is not shown. */
const run = async (example: Example): Promise<string[]> => {
  const { log } = console
  console.log = () => {}
  try {
    await import(pathToFileURL(join(folder, 'out', `${moduleName(example)}.js`)).href)
    return []
  } catch (error) {
    return [`${place(example)} fails: ${oneLine(error instanceof Error ? error.message : String(error))}`]
  } finally {
    console.log = log
  }
}

const main = async (): Promise<void> => {
  const examples = extract()
  const errors = compileAll(examples)
  const failures = [
    ...(errors.get('') ?? []),
    ...examples.flatMap((example) => judge(example, errors.get(moduleName(example)) ?? [])),
  ]
  const runnable = examples.filter((example) => example.run && !errors.has(moduleName(example)))
  for (const example of runnable) failures.push(...(await run(example)))
  if (examples.length === 0) failures.push('there are no examples')
  conclude('examples', failures, `${examples.length} compile as they must, ${runnable.length} of them run`)

  const sources = entries(JSON.parse(readFileSync('package.json', 'utf8'))).map(({ source }) => source)
  conclude('documentation', undocumented(sources), 'each export has a doc comment, each function an example')
}

await main()
