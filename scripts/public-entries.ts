/** The modules that a user can import, read from `exports` in package.json. */
export interface Entry {
  /** The name in an import: `shapefold`, `shapefold/safetensors`. */
  readonly name: string
  /** Its source, from the project's root: `src/index.ts`. */
  readonly source: string
  /** The file that Node loads, in `dist/node` and without its ending: `index`, `safetensors`. */
  readonly bundle: string
}

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, string | { readonly node: string; readonly default: string }>>
}

/** Throws when an entry is built from anywhere but `src/`, or Node's file is not in `dist/node/`. */
export const entries = ({ name, exports }: Manifest): Entry[] =>
  Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return []
    const source = /^\.\/dist\/(src\/.*)\.js$/.exec(target.default)?.[1]
    if (source === undefined) throw new Error(`exports["${path}"] must be built from src/: ${target.default}`)
    const bundle = /^\.\/dist\/node\/(.*)\.js$/.exec(target.node)?.[1]
    if (bundle === undefined) throw new Error(`exports["${path}"] must have Node's file in dist/node: ${target.node}`)
    return [{ name: path.replace(/^\./, name), source: `${source}.ts`, bundle }]
  })
