/**
 * The price of the types: `npm run test:budget`, after `npm run build`.
 *
 * Compiles programs that make and apply 0, 1, 10 and 100 networks of a kind, no two alike, and reads how many types a compiler had to
 * instantiate. One network may cost `first`, each further one `further`, and ten times the networks no more than ten times as much.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compiler, compileBeside, compilers, newest } from './compilers.js'
import { conclude, isProgram } from './program.js'

export interface Limit {
  /** Instantiations for the first network, made and applied: it opens the library's own types, once for a whole program. */
  readonly first: number
  /** Instantiations for each further network. */
  readonly further: number
}

/**
 * What each kind may cost, by its program in `type-tests/budget/`. An LSTM has a second state. One kind is counted on every compiler and the others
 * on the newest, since the compilers differ by a percent and the count takes its time.
 */
export const limits = {
  rnn: { first: 8500, further: 250, compilers },
  gru: { first: 12000, further: 250, compilers: [newest] },
  lstm: { first: 12500, further: 310, compilers: [newest] },
} as const satisfies Readonly<Record<string, Limit & { readonly compilers: readonly Compiler[] }>>

/** How much dearer a network may be among a hundred than among ten. */
const growth = 1.1

const counts = [0, 1, 10, 100] as const

/** Instantiations for each number of networks. */
export type Costs = Readonly<Record<(typeof counts)[number], number>>

/**
 * The template's head, then a block for each of the most networks that are counted: what the network is given (the lines from `// given` and
 * those from `// end`), and in the first `networks` blocks the network itself (the lines from `// network`). So a network's cost is its own and
 * not that of the types it is given. `{{a}}`, `{{b}}`, ... become sizes that appear nowhere else in the program, so that no work is shared
 * between networks.
 */
export const program = (template: string, networks: number, blocks = 100): string => {
  const [head = '', given, network, end] = template.split(/^ *\/\/ (?:given|network|end)\n/m)
  if (given === undefined || network === undefined || end === undefined) {
    throw new Error('the template needs the lines "// given", "// network" and "// end"')
  }
  let size = 100
  const block = (index: number): string => {
    const own = new Map<string, number>()
    const text = (given + (index < networks ? network : '') + end).replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const known = own.get(name)
      if (known !== undefined) return String(known)
      size += 1
      own.set(name, size)
      return String(size)
    })
    return `{\n${text}}\n`
  }
  return head + Array.from({ length: blocks }, (_, index) => block(index)).join('')
}

/** What one network costs: the first one, and each further one among ten and among a hundred. */
export const perNetwork = (costs: Costs): { first: number; ten: number; hundred: number } => ({
  first: costs[1] - costs[0],
  ten: (costs[10] - costs[1]) / 9,
  hundred: (costs[100] - costs[10]) / 90,
})

/** All that is over the budget, one line each. */
export const overBudget = (name: string, costs: Costs, limit: Limit): string[] => {
  const { first, ten, hundred } = perNetwork(costs)
  const failures: string[] = []
  if (costs[1] <= costs[0]) failures.push(`${name}: one network costs nothing, so the count is not to be trusted`)
  if (first > limit.first)
    failures.push(`${name}: the first network takes ${first} instantiations, more than ${limit.first}`)
  if (hundred > limit.further) {
    failures.push(
      `${name}: each further network takes ${hundred.toFixed(1)} instantiations, more than ${limit.further}`,
    )
  }
  if (hundred > ten * growth) {
    failures.push(
      `${name}: a network takes ${hundred.toFixed(1)} instantiations among a hundred and ${ten.toFixed(1)} among ten: not linear`,
    )
  }
  return failures
}

// Without the check of declarations, as in most projects: it is the same for every count, and takes most of the time.
const options = '--noEmit --strict --skipLibCheck --target es2022 --lib es2022 --module nodenext --extendedDiagnostics'

const instantiations = async (compiler: Compiler, folder: string, networks: number): Promise<number> => {
  const file = join(folder, `networks-${networks}.ts`)
  // 6 and 7 refuse a file on the command line beside a tsconfig.json; 5.9 ignores it, and does not know the option.
  const alone = compiler === compilers[0] ? [] : ['--ignoreConfig']
  const { ok, output } = await compileBeside(compiler, [...options.split(' '), ...alone, file])
  const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1]
  if (!ok || count === undefined) throw new Error(`${compiler.name} can't compile ${file}:\n${output}`)
  return Number(count)
}

const measure = async (compiler: Compiler, folder: string): Promise<Costs> => {
  const [none, one, ten, hundred] = await Promise.all([
    instantiations(compiler, folder, 0),
    instantiations(compiler, folder, 1),
    instantiations(compiler, folder, 10),
    instantiations(compiler, folder, 100),
  ])
  return { 0: none, 1: one, 10: ten, 100: hundred }
}

/** What a kind of network costs compilers. */
const measureAll = async (kind: keyof typeof limits): Promise<{ readonly name: string; readonly costs: Costs }[]> => {
  const template = readFileSync(`type-tests/budget/${kind}.template`, 'utf8')
  const folder = join('.type-tests', kind)
  mkdirSync(folder, { recursive: true })
  for (const networks of counts) writeFileSync(join(folder, `networks-${networks}.ts`), program(template, networks))
  return Promise.all(
    limits[kind].compilers.map(async (compiler) => ({
      name: `${kind}, ${compiler.name}`,
      costs: await measure(compiler, folder),
    })),
  )
}

const main = async (): Promise<void> => {
  const kinds = ['rnn', 'gru', 'lstm'] as const satisfies readonly (keyof typeof limits)[]
  const measured = await Promise.all(kinds.map(async (kind) => ({ kind, costs: await measureAll(kind) })))
  rmSync('.type-tests', { recursive: true })
  console.table(
    Object.fromEntries(
      measured
        .flatMap(({ costs }) => costs)
        .map(({ name, costs }) => {
          const { first, ten, hundred } = perNetwork(costs)
          const row = { 'no network': costs[0], first, 'each of 10': ten.toFixed(1), 'each of 100': hundred.toFixed(1) }
          return [name, row]
        }),
    ),
  )
  conclude(
    'instantiations',
    measured.flatMap(({ kind, costs }) => costs.flatMap((one) => overBudget(one.name, one.costs, limits[kind]))),
    `within what the first and each further network may take: ${kinds
      .map((kind) => `${kind} ${limits[kind].first} and ${limits[kind].further}`)
      .join(', ')}`,
  )
}

if (isProgram(import.meta.url)) await main()
