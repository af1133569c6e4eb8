/**
 * Checks that imports run one way: `npm run imports`.
 *
 * `rules` is the whole law. A file belongs to the first rule whose pattern matches its path, and may import the files
 * that match one of that rule's `may` patterns, or a package in `packages`. Nothing else, and no cycles between files.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'
import ts from 'typescript6'
import { filesIn } from './files.js'
import { conclude, isProgram } from './program.js'

interface Rule {
  readonly files: RegExp
  readonly may: readonly RegExp[]
  readonly packages: readonly string[]
}

const types = /^types\//
const tensor = /^src\/tensor\//
const op = /^src\/op\//
const grad = /^src\/grad\//
const cell = /^src\/cell\//
const fold = /^src\/fold\//
const layer = /^src\/layer\//
const train = /^src\/train\//
const interop = /^src\/interop\//
const kernel = /^src\/kernel\//
/** Where new arrays come from, and how rows lie in them. These know nothing, and everyone may ask them. */
const arrays = /^src\/(room|rows)\.ts$/
/** What the strata above see of the engine: its contract, and the entry that chooses the engine. */
const engine = /^src\/kernel\/(contract|engine)\.ts$/
/** What the one operation file sees that multiplies: its products. */
const products = /^src\/kernel\/(contract|kernel-products)\.ts$/
const contract = /^src\/kernel\/contract\.ts$/
/** Who takes gradients brings the kernel's way back. */
const wayBack = /^src\/kernel\/(contract|backward)\.ts$/

export const rules: readonly Rule[] = [
  { files: arrays, may: [], packages: [] },
  { files: types, may: [types], packages: ['fp-ts'] },
  { files: kernel, may: [kernel], packages: [] },
  // A tape carries what the contract calls the way back.
  { files: /^src\/tensor\/tape\.ts$/, may: [tensor, contract], packages: [] },
  { files: tensor, may: [types, tensor], packages: ['fp-ts'] },
  // Of the operations one file chooses who multiplies matrices; the others ask it.
  { files: /^src\/op\/product\.ts$/, may: [op, products], packages: [] },
  { files: op, may: [types, tensor, op, contract], packages: ['fp-ts'] },
  { files: grad, may: [types, tensor, op, grad, wayBack], packages: ['fp-ts'] },
  // A cell's module tells fp-ts's types of itself, in the file that fp-ts keeps for that.
  { files: cell, may: [types, tensor, op, grad, cell], packages: ['fp-ts', 'fp-ts/HKT.js'] },
  { files: fold, may: [types, tensor, op, grad, cell, fold], packages: ['fp-ts'] },
  {
    files: /^src\/layer\/recurrent[^/]*(\.ts|\/)/,
    may: [types, tensor, op, grad, cell, fold, layer, engine],
    packages: ['fp-ts'],
  },
  { files: layer, may: [types, tensor, op, grad, cell, fold, layer], packages: ['fp-ts'] },
  { files: train, may: [types, tensor, op, grad, cell, fold, layer, train], packages: ['fp-ts'] },
  { files: interop, may: [types, tensor, interop, /^src\/layer\/param[^/]*\.ts$/], packages: ['fp-ts'] },
  { files: /^src\/(index|kernel-only)\.ts$/, may: [types, /^src\//], packages: [] },
]

export interface Import {
  /** The path of the importing file, from the project's root, with forward slashes. */
  readonly from: string
  /** What it names: such a path again, or a package. */
  readonly to: string
}

const isPath = (to: string): boolean => /\.[cm]?tsx?$/.test(to)

const violation = ({ from, to }: Import): string | undefined => {
  const rule = rules.find(({ files }) => files.test(from))
  if (rule === undefined) return `${from} stands in no known stratum: give it a rule in scripts/check-imports.ts`
  const allowed = isPath(to) ? [...rule.may, arrays].some((pattern) => pattern.test(to)) : rule.packages.includes(to)
  return allowed ? undefined : `${from} must not import ${to}`
}

/** Each cycle once, written from its alphabetically first file. */
const cycles = (imports: readonly Import[]): string[] => {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) {
      const cycle = path.slice(start)
      const first = cycle.indexOf([...cycle].sort()[0] ?? file)
      const turned = [...cycle.slice(first), ...cycle.slice(0, first)]
      found.add([...turned, turned[0]].join(' > '))
    } else if (!done.has(file)) {
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      done.add(file)
    }
  }
  for (const file of next.keys()) visit(file, [])
  return [...found].map((cycle) => `imports go in a circle: ${cycle}`)
}

/** All that is wrong with a set of imports, one line each. */
export const checkImports = (imports: readonly Import[]): string[] => [
  ...imports.map(violation).filter((line) => line !== undefined),
  ...cycles(imports),
]

/** What one file imports; `exists` tells whether a path from the root is a source file. */
export const importsOf = (from: string, text: string, exists: (path: string) => boolean): Import[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return { from, to: fileName }
    const path = normalize(join(dirname(from), fileName))
      .split(sep)
      .join('/')
    const source = path.replace(/\.(c|m)?js$/, '.$1ts')
    return { from, to: exists(source) ? source : `${path} (no such source file)` }
  })

const main = (): void => {
  const root = process.cwd()
  const files = ['types', 'src'].flatMap((folder) => filesIn(join(root, folder), /\.ts$/))
  const paths = files.map((file) => relative(root, file).split(sep).join('/'))
  const imports = paths.flatMap((path) =>
    importsOf(path, readFileSync(join(root, path), 'utf8'), (to) => existsSync(join(root, to))),
  )
  const failures = files.length === 0 ? ['found no source files'] : checkImports(imports)
  conclude('imports', failures, `${imports.length} imports in ${files.length} files run one way`)
}

if (isProgram(import.meta.url)) main()
