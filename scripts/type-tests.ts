/**
 * The type tests, on every compiler that users have: `npm run test:types`, after `npm run build`.
 *
 *   type-tests/**\/*.test-d.ts   sound programs: tsd, and `tsc` of 5.9, 6 and 7
 *   type-tests/loose         those of the public API once more, without `strictNullChecks`
 *   type-tests/errors/*.mts      wrong programs with the error that each must give, on three compilers
 *   type-tests/hovers/*.mts      what an editor shows, on three language services
 *   type-tests/canary/*.mts      must fail: they prove that the runs above can
 *
 * What must fail ends in `.mts`, because tsd takes every `.ts` below its folder for a test.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { compile, compilers, newest, parseDiagnostics, runNode, showDiagnostic } from './compilers.js'
import { compareErrors, parseMarkers } from './expect-errors.js'
import { type Hover, hoverOfTypeScript5, hoverOfTypeScript6, judgeHover, parseQueries } from './expect-hovers.js'
import { filesIn } from './files.js'
import { languageServer } from './language-server.js'
import { conclude } from './program.js'

const root = process.cwd()
const tsd = join(import.meta.dirname, '..', 'node_modules', 'tsd', 'dist', 'cli.js')
const path = (file: string): string => relative(root, file).split(sep).join('/')
const fixtures = (folder: string): string[] => filesIn(join(root, 'type-tests', folder), /\.mts$/).map(path)
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const tests = filesIn(join(root, 'type-tests'), /\.test-d\.ts$/).map(path)

const built = (): string[] => {
  const { types } = JSON.parse(read('package.json'))
  // With a `.ts` file for its entry tsd takes that file for the test, skips the folder and is content.
  if (!/\.d\.ts$/.test(types)) return [`"types" in package.json must be the built .d.ts, not ${types}`]
  return existsSync(join(root, types)) ? [] : [`${types} is missing: npm run build first`]
}

const tsdPasses = (): string[] => {
  const { ok, output } = runNode(tsd, [])
  return ok ? [] : [`tsd fails:\n${output}`]
}

/** tsd, run as above but in a folder where the canary is the only test, must find that test and its error. */
const tsdCanFail = (): string[] => {
  const folder = join(root, '.type-tests')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'type-tests'), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(folder, file))
  for (const link of ['dist', 'node_modules']) symlinkSync(join(root, link), join(folder, link), 'dir')
  cpSync(join(root, 'type-tests', 'canary', 'tsd.mts'), join(folder, 'type-tests', 'canary.test-d.ts'))
  const { ok, output } = runNode(tsd, [], folder)
  rmSync(folder, { recursive: true })
  if (ok) return ['tsd passes type-tests/canary/tsd.mts, which must fail']
  return /canary\.test-d\.ts/.test(output) && /1 error\b/.test(output)
    ? []
    : [`tsd fails the canary for another reason:\n${output}`]
}

/** The sound programs compile, and the compiler has seen each of them. */
const compilersPass = (): string[] =>
  compilers.flatMap((compiler) => {
    const { ok, output } = compile(compiler, ['-p', 'type-tests', '--listFiles'])
    const errors = parseDiagnostics(output).map((error) => `${compiler.name}: ${showDiagnostic(error)}`)
    const seen = new Set(output.split(/\r?\n/).map((line) => resolve(line)))
    const unseen = tests.filter((file) => !seen.has(join(root, file)))
    return [
      ...errors,
      ...(ok || errors.length > 0 ? [] : [`${compiler.name} fails: ${output}`]),
      ...unseen.map((file) => `${compiler.name} never saw ${file}`),
    ]
  })

/** Sound programs compile where null and undefined are of every type, too: until version 6 that was the compiler's default. */
const loosePasses = (): string[] => {
  const { ok, output } = compile(newest, ['-p', 'type-tests/loose'])
  return ok ? [] : [`without strictNullChecks ${newest.name} fails:\n${output}`]
}

/** Each error of the wrong programs that is not as expected, on three compilers. */
const errorsAgree = (): string[] => {
  const expectations = fixtures('errors').flatMap((file) => parseMarkers(file, read(file)))
  return compilers.flatMap((compiler) => {
    const { output } = compile(compiler, ['-p', 'type-tests/errors'])
    const failures = compareErrors(expectations, parseDiagnostics(output))
    return failures.map((failure) => `${compiler.name}: ${failure}`)
  })
}

/** The canary's error must be found, and found to be neither what its marker says nor where. */
const compilersCanFail = (): string[] => {
  const file = 'type-tests/canary/tsc.mts'
  return compilers.flatMap((compiler) => {
    const { ok, output } = compile(compiler, ['-p', 'type-tests/canary'])
    const errors = parseDiagnostics(output).filter((error) => error.file === file)
    if (ok || errors.length === 0) return [`${compiler.name} passes ${file}, which must fail`]
    const failures = compareErrors(parseMarkers(file, read(file)), errors)
    return failures.length === 2
      ? []
      : [`${compiler.name}: ${file} must give two failures, and gives: ${failures.join('; ')}`]
  })
}

/** Each hover that is not as expected, on three language services; the canary's hover must be among them. */
const hoversAgree = async (): Promise<string[]> => {
  const queries = fixtures('hovers').flatMap((file) => parseQueries(file, read(file)))
  const [canary] = parseQueries('type-tests/canary/hover.mts', read('type-tests/canary/hover.mts'))
  const config = 'type-tests/hovers/tsconfig.json'
  const server = await languageServer(root)
  const services: [name: string, hover: Hover][] = [
    ['TypeScript 5.9', hoverOfTypeScript5(config)],
    ['TypeScript 6', hoverOfTypeScript6(config)],
    ['TypeScript 7', server.hover],
  ]
  const failures: string[] = []
  try {
    for (const [name, hover] of services) {
      for (const query of queries) {
        const failure = judgeHover(query, await hover(query))
        if (failure !== undefined) failures.push(`${name}: ${failure}`)
      }
      const failure = canary && judgeHover(canary, await hover(canary))
      if (!failure?.endsWith("shows 'number', not 'string'")) {
        failures.push(`${name} passes the canary's hover: ${failure}`)
      }
    }
  } finally {
    server.close()
  }
  return failures
}

const main = async (): Promise<void> => {
  const markers = fixtures('errors').flatMap((file) => parseMarkers(file, read(file)))
  const hovers = fixtures('hovers').flatMap((file) => parseQueries(file, read(file)))
  const missing = [
    ...built(),
    ...(tests.length === 0 ? ['there are no files type-tests/**/*.test-d.ts'] : []),
    ...(markers.length === 0 ? ['there are no marked errors in type-tests/errors'] : []),
    ...(hovers.length === 0 ? ['there are no hovers in type-tests/hovers'] : []),
  ]
  if (missing.length > 0) return conclude('type tests', missing, '')
  conclude('tsd', tsdPasses(), `${tests.length} files pass`)
  conclude('tsd canary', tsdCanFail(), 'fails as it must')
  conclude('tsc', compilersPass(), `${tests.length} files pass on ${compilers.length} compilers`)
  conclude('tsc, loose', loosePasses(), 'the programs of the public API pass without strictNullChecks')
  conclude('tsc canary', compilersCanFail(), 'fails as it must')
  conclude('errors', errorsAgree(), `${markers.length} say what they must on ${compilers.length} compilers`)
  conclude('hovers', await hoversAgree(), `${hovers.length} show what they must on 3 language services`)
}

await main()
