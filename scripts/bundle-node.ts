/**
 * One file for each public entry, for Node: the last part of `npm run build`.
 *
 * Node reads, checks and links some sixty small modules in 40 ms and more; one file takes 5. Bundlers keep the small modules (`default` in the package's
 * `exports`), since they leave out whole modules that nobody uses. What entries share is in chunks, so that each module exists once.
 */
import { readFileSync } from 'node:fs'
import { build } from 'esbuild'
import { entries } from './public-entries.js'

const outputs = entries(JSON.parse(readFileSync('package.json', 'utf8')))
await build({
  entryPoints: Object.fromEntries(outputs.map(({ bundle, source }) => [bundle, `dist/${source.replace(/ts$/, 'js')}`])),
  outdir: 'dist/node',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // Comments are in the declarations.
  legalComments: 'none',
  logLevel: 'error',
})
