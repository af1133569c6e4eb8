/**
 * What a stranger gets from the registry: `npm run package`.
 *
 * Packs the package as `npm publish` would, looks at what is inside, lints it (publint, are-the-types-wrong), installs it
 * beside fp-ts in an empty folder far from this one, and uses it there: by `import`, by `require`, and from
 * TypeScript with three compilers and both kinds of module resolution.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compile, compilers, parseDiagnostics, type Run, runNode, showDiagnostic } from './compilers.js'
import { conclude } from './program.js'
import { entries } from './public-entries.js'

const root = process.cwd()
const modules = join(root, 'node_modules')
const manifest = JSON.parse(readFileSync('package.json', 'utf8'))

const npm = (args: readonly string[], cwd: string): Run & { readonly stdout: string } => {
  const options = { cwd, encoding: 'utf8', shell: process.platform === 'win32' } as const
  const { status, stdout, stderr } = spawnSync('npm', args, options)
  return { ok: status === 0, output: stdout + stderr, stdout }
}

/** The tarball and the files in it. */
const pack = (destination: string): { tarball: string; files: string[] } => {
  const { ok, output, stdout } = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', destination], root)
  if (!ok) throw new Error(`npm pack fails:\n${output}`)
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[]
  if (packed === undefined) throw new Error('npm pack made no package')
  return { tarball: join(destination, packed.filename), files: packed.files.map(({ path }) => path) }
}

const wanted = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'dist/src/index.js',
  'dist/src/index.d.ts',
  'dist/node/index.js',
]
const allowed =
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/(src|types)\/.+\.(js|d\.ts)|dist\/node\/[\w-]+\.js)$/

const contents = (files: readonly string[]): string[] => [
  ...wanted.filter((file) => !files.includes(file)).map((file) => `the package lacks ${file}`),
  ...files.filter((file) => !allowed.test(file)).map((file) => `the package must not hold ${file}`),
]

const told = (name: string, { ok, output }: Run): string[] => (ok ? [] : [`${name} fails:\n${output}`])

const lints = (tarball: string): string[] => [
  ...told('publint', runNode(join(modules, 'publint', 'src', 'cli.js'), ['run', tarball, '--strict'])),
  ...told(
    'attw',
    runNode(join(modules, '@arethetypeswrong', 'cli', 'dist', 'index.js'), [tarball, '--profile', 'esm-only']),
  ),
]

/** An empty project with the package and the peer that the package asks for, as npm installs them. */
const install = (folder: string, tarball: string): string[] => {
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }')
  // fp-ts comes from this project's node_modules, so that the check needs no network.
  const peers = Object.keys(manifest.peerDependencies).map((name) => join(modules, name))
  return told('npm install', npm(['install', '--offline', '--no-audit', '--no-fund', tarball, ...peers], folder))
}

const imports = (): string[] => entries(manifest).map(({ name }) => name)

/** Each entry has the same exports by `import` and by `require`, and at least one. */
const runs = (folder: string): string[] => {
  const program = `
    import { createRequire } from 'node:module'
    import * as assert from 'node:assert'
    const require = createRequire(import.meta.url)
    for (const name of ${JSON.stringify(imports())}) {
      const names = Object.keys(await import(name))
      assert.ok(names.length > 0, name + ' exports nothing')
      assert.deepStrictEqual(Object.keys(require(name)).filter((key) => key !== '__esModule'), names)
    }`
  writeFileSync(join(folder, 'run.js'), program)
  return told('import and require', runNode(join(folder, 'run.js'), [], folder))
}

const typeChecks = (folder: string): string[] => {
  const text = imports().map(
    (name, index) => `import * as entry${index} from '${name}'\nexport type Entry${index} = typeof entry${index}\n`,
  )
  writeFileSync(join(folder, 'consumer.ts'), text.join(''))
  const resolutions = [
    ['--module', 'nodenext'],
    ['--module', 'esnext', '--moduleResolution', 'bundler'],
  ]
  // Nothing but the language: the declarations must not need @types/node or the DOM.
  const options = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2022']
  return compilers.flatMap((compiler) =>
    resolutions.flatMap((resolution) => {
      const { ok, output } = compile(compiler, [...options, ...resolution, 'consumer.ts'], folder)
      const errors = parseDiagnostics(output).map(showDiagnostic)
      return ok ? [] : [`${compiler.name} ${resolution.join(' ')}: ${errors.join(' | ') || output}`]
    }),
  )
}

const main = (): void => {
  const temporary = mkdtempSync(join(tmpdir(), 'shapefold-'))
  try {
    const { tarball, files } = pack(temporary)
    const consumer = join(temporary, 'stranger')
    conclude('package contents', contents(files), `${files.length} files`)
    conclude('package lints', lints(tarball), 'publint and attw are clean')
    const installed = install(consumer, tarball)
    conclude('package install', installed, 'installs beside its peer')
    if (installed.length > 0) return
    conclude('package run', runs(consumer), 'import and require agree')
    conclude('package types', typeChecks(consumer), `${compilers.length} compilers take it, nodenext and bundler`)
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

main()
