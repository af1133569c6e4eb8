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
import {
  type Compiler,
  compileBeside,
  compilers,
  newest,
  parseDiagnostics,
  runNodeBeside,
  showDiagnostic,
} from './compilers.js'
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

const tsdPasses = async (): Promise<string[]> => {
  const { ok, output } = await runNodeBeside(tsd, [])
  return ok ? [] : [`tsd fails:\n${output}`]
}

/** tsd, run as above but in a folder where the canary is the only test, must find that test and its error. */
const tsdCanFail = async (): Promise<string[]> => {
  const folder = join(root, '.type-tests')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'type-tests'), { recursive: true })
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(folder, file))
  for (const link of ['dist', 'node_modules']) symlinkSync(join(root, link), join(folder, link), 'dir')
  cpSync(join(root, 'type-tests', 'canary', 'tsd.mts'), join(folder, 'type-tests', 'canary.test-d.ts'))
  const { ok, output } = await runNodeBeside(tsd, [], folder)
  rmSync(folder, { recursive: true })
  if (ok) return ['tsd passes type-tests/canary/tsd.mts, which must fail']
  return /canary\.test-d\.ts/.test(output) && /1 error\b/.test(output)
    ? []
    : [`tsd fails the canary for another reason:\n${output}`]
}

/** What is wrong on any of the three compilers, which run beside each other. */
const onEach = async (failures: (compiler: Compiler) => Promise<string[]>): Promise<string[]> =>
  (await Promise.all(compilers.map(failures))).flat()

/** The sound programs compile, and the compiler has seen each of them. */
const compilersPass = (): Promise<string[]> =>
  onEach(async (compiler) => {
    const { ok, output } = await compileBeside(compiler, ['-p', 'type-tests', '--listFiles'])
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
const loosePasses = async (): Promise<string[]> => {
  const { ok, output } = await compileBeside(newest, ['-p', 'type-tests/loose'])
  return ok ? [] : [`without strictNullChecks ${newest.name} fails:\n${output}`]
}

/** Each error of the wrong programs that is not as expected, on three compilers. */
const errorsAgree = (): Promise<string[]> => {
  const expectations = fixtures('errors').flatMap((file) => parseMarkers(file, read(file)))
  return onEach(async (compiler) => {
    const { output } = await compileBeside(compiler, ['-p', 'type-tests/errors'])
    const failures = compareErrors(expectations, parseDiagnostics(output))
    return failures.map((failure) => `${compiler.name}: ${failure}`)
  })
}

/** The canary's error must be found, and found to be neither what its marker says nor where. */
const compilersCanFail = (): Promise<string[]> => {
  const file = 'type-tests/canary/tsc.mts'
  return onEach(async (compiler) => {
    const { ok, output } = await compileBeside(compiler, ['-p', 'type-tests/canary'])
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
  // All at once: the compilers run beside each other, and this process asks for the hovers meanwhile.
  const [tsdFaults, tsdCanary, passing, loose, canary, errors, hovering] = await Promise.all([
    tsdPasses(),
    tsdCanFail(),
    compilersPass(),
    loosePasses(),
    compilersCanFail(),
    errorsAgree(),
    hoversAgree(),
  ])
  conclude('tsd', tsdFaults, `${tests.length} files pass`)
  conclude('tsd canary', tsdCanary, 'fails as it must')
  conclude('tsc', passing, `${tests.length} files pass on ${compilers.length} compilers`)
  conclude('tsc, loose', loose, 'the programs of the public API pass without strictNullChecks')
  conclude('tsc canary', canary, 'fails as it must')
  conclude('errors', errors, `${markers.length} say what they must on ${compilers.length} compilers`)
  conclude('hovers', hovering, `${hovers.length} show what they must on 3 language services`)
}

await main()
