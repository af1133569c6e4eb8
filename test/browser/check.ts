/**
 * Runs the built package in a browser: `npm run test:browser`, after `npm run build`.
 *
 * The networks of the goldens run in headless Chromium in several places (window, worker, bundled, and where parts of WebAssembly are
 * missing) and must give the numbers that they give in Node. Prints which backend ran.
 */
import type { Browser, Page } from 'playwright-core'
import * as built from '../../dist/src/index.js'
import { conclude } from '../../scripts/program.js'
import { distance, largest } from '../golden/distance.js'
import {
  type Numbers,
  paddedInput,
  type RecurrentCase,
  recurrentCases,
  trainSeedOf,
} from '../golden/recurrent-cases.js'
import { toleranceOf } from '../golden/tolerance.js'
import { findChromium, launch } from './chromium.js'
import { decode, encode, type Network, type Ran, runNetworks } from './networks.js'
import { type Server, serve } from './server.js'

/** The whole check takes some seconds. */
const patience = 180_000

interface Place {
  readonly name: string
  readonly path: '/' | '/strict'
  readonly entry: '/dist/src/index.js' | '/bundle.js'
  readonly worker?: true
  readonly hidden?: 'relaxed SIMD'
  readonly backend: 'wasm-fma' | 'wasm-mul-add' | 'fold'
}

const places: readonly Place[] = [
  { name: 'window', path: '/', entry: '/dist/src/index.js', backend: 'wasm-fma' },
  { name: 'worker', path: '/', entry: '/dist/src/index.js', worker: true, backend: 'wasm-fma' },
  { name: 'window, bundled', path: '/', entry: '/bundle.js', backend: 'wasm-fma' },
  { name: 'worker, bundled', path: '/', entry: '/bundle.js', worker: true, backend: 'wasm-fma' },
  {
    name: 'window without relaxed SIMD',
    path: '/',
    entry: '/bundle.js',
    hidden: 'relaxed SIMD',
    backend: 'wasm-mul-add',
  },
  { name: 'window whose policy forbids WebAssembly', path: '/strict', entry: '/bundle.js', backend: 'fold' },
]

const travelling = ({ shape, data }: Numbers) => ({ shape, data: encode(data) })

/** The options that a network has. */
const optionsOf = ({ of, options: { projSize, nonlinearity, ...options } }: RecurrentCase): Network['options'] => {
  if (of === 'gru') return options
  return of === 'lstm' ? { ...options, ...(projSize > 0 && { projSize }) } : { ...options, nonlinearity }
}

const networkOf = (one: RecurrentCase): Network => ({
  of: one.of,
  options: optionsOf(one),
  how: one.how === 'train' || one.how === 'step' ? one.how : 'apply',
  weights: { seed: one.seed, scale: one.weightScale },
  input: travelling({ ...one.input, data: paddedInput(one) }),
  hidden0: one.hidden0 && travelling(one.hidden0),
  cell0: one.cell0 && travelling(one.cell0),
  lengths: one.lengths,
  trainSeed: trainSeedOf(one),
})

/** The page's own functions, by page.ts. */
interface PageFunctions {
  runFrom(entry: string): Promise<Ran>
  inWorker(entry: string): Promise<Ran>
  hideRelaxedSimd(): void
}

const runIn = async (page: Page, origin: string, { path, entry, worker, hidden }: Place): Promise<Ran> => {
  await page.goto(origin + path, { timeout: 30_000 })
  await page.waitForFunction(() => 'runFrom' in globalThis, undefined, { timeout: 30_000 })
  return page.evaluate(
    ([address, isWorker, isHidden]) => {
      // The cast: page.ts puts them there.
      const functions = globalThis as unknown as PageFunctions
      if (isHidden) functions.hideRelaxedSimd()
      return isWorker ? functions.inWorker(address) : functions.runFrom(address)
    },
    [entry, worker === true, hidden !== undefined] as const,
  )
}

/** What is wrong in a place; the last number is how far its numbers are from Node's at most, of the largest. */
const compare = (
  name: string,
  got: Ran,
  want: Ran,
  cases: readonly RecurrentCase[],
): { failures: string[]; most: number } => {
  const failures: string[] = []
  let most = 0
  if (got.results.length !== cases.length || want.results.length !== cases.length)
    failures.push(`${name}: ${got.results.length} results of ${cases.length}`)
  cases.forEach((one, i) => {
    for (const what of one.of === 'lstm' ? (['output', 'hidden', 'cell'] as const) : (['output', 'hidden'] as const)) {
      const here = decode(got.results[i]?.[what] ?? '')
      const there = decode(want.results[i]?.[what] ?? '')
      const off = distance(here, there)
      if (!(off <= toleranceOf(one)) || there.length === 0)
        failures.push(`${name}: network ${i} (${one.name}, ${JSON.stringify(one.options)}): ${what} is off by ${off}`)
      // Networks that carry rounding on, or whose numbers are denormal, say nothing here.
      if (4 * one.sensitivity < 1e-6 * largest(there) && largest(there) > 2 ** -100)
        most = Math.max(most, off / largest(there))
    }
  })
  return { failures, most }
}

const check = async (
  browser: Browser,
  { origin }: Server,
  cases: readonly RecurrentCase[],
  want: Ran,
): Promise<string[]> => {
  const failures: string[] = []
  for (const place of places) {
    const context = await browser.newContext()
    await context.route('**/*', (route) =>
      route.request().url().startsWith(`${origin}/`) ? route.continue() : route.abort(),
    )
    const page = await context.newPage()
    const told = (what: string): unknown => failures.push(`${place.name}: ${what}`)
    page.on('pageerror', (error) => told(error.message))
    page.on('requestfailed', (request) => told(`${request.url()} cannot be loaded`))
    const got = await runIn(page, origin, place)
    await context.close()
    if (got.backend !== place.backend) told(`runs on ${got.backend}, not on ${place.backend}`)
    const { failures: off, most } = compare(place.name, got, want, cases)
    failures.push(...off)
    console.log(
      `  ${place.name}: ${got.backend}, ${got.results.length} networks, at most ${most.toExponential(1)} of the largest number from Node`,
    )
  }
  return failures
}

/** So many failures are told one by one. */
const toTell = 12

const run = async (): Promise<string[]> => {
  const executable = findChromium(process.env)
  const cases = (['rnn', 'lstm', 'gru'] as const).flatMap(recurrentCases)
  const networks = cases.map(networkOf)
  const want = runNetworks(built, networks)
  const server = await serve(networks)
  const browser = await launch(executable)
  // Closing the browser ends whatever is waited for, with an error.
  const late = setTimeout(() => void browser.close(), patience)
  try {
    console.log(`Chromium ${browser.version()}; Node ${process.versions.node} on ${want.backend}`)
    const failures = await check(browser, server, cases, want)
    const more = failures.length - toTell
    return more > 0 ? [...failures.slice(0, toTell), `and ${more} more`] : failures
  } finally {
    clearTimeout(late)
    await browser.close()
    await server.close()
  }
}

const failures = await run().catch((error: unknown) => [error instanceof Error ? error.message : String(error)])
conclude('browser', failures, `${places.length} places give Node's numbers`)
