/**
 * The price of the types: `npm run test:budget`, after `npm run build`.
 *
 * Compiles programs that make and apply 0, 1, 10 and 100 networks, no two alike, and reads how many types each compiler
 * had to instantiate. One network may cost `limit.first`, and ten times the networks no more than ten times as much.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Compiler, compile, compilers } from './compilers.js'
import { conclude, isProgram } from './program.js'

export const limit = {
  /** Instantiations for the first network, made and applied: it opens the library's own types, once for a whole program. */
  first: 8500,
  /** Instantiations for each further network. */
  further: 250,
  /** How much dearer a network may be among a hundred than among ten. */
  growth: 1.1,
}

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
export const overBudget = (name: string, costs: Costs): string[] => {
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
  if (hundred > ten * limit.growth) {
    failures.push(
      `${name}: a network takes ${hundred.toFixed(1)} instantiations among a hundred and ${ten.toFixed(1)} among ten: not linear`,
    )
  }
  return failures
}

const instantiations = (compiler: Compiler, folder: string, networks: number): number => {
  const file = join(folder, `networks-${networks}.ts`)
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--extendedDiagnostics']
  // 6 and 7 refuse a file on the command line beside a tsconfig.json; 5.9 ignores it, and does not know the option.
  const alone = compiler === compilers[0] ? [] : ['--ignoreConfig']
  const { ok, output } = compile(compiler, [...options, ...alone, file])
  const count = /^Instantiations:\s+(\d+)/m.exec(output)?.[1]
  if (!ok || count === undefined) throw new Error(`${compiler.name} can't compile ${file}:\n${output}`)
  return Number(count)
}

const measure = (compiler: Compiler, folder: string): Costs => ({
  0: instantiations(compiler, folder, 0),
  1: instantiations(compiler, folder, 1),
  10: instantiations(compiler, folder, 10),
  100: instantiations(compiler, folder, 100),
})

const main = (): void => {
  const template = readFileSync('type-tests/budget/network.template', 'utf8')
  const folder = '.type-tests'
  mkdirSync(folder, { recursive: true })
  for (const networks of counts) writeFileSync(join(folder, `networks-${networks}.ts`), program(template, networks))
  const measured = compilers.map((compiler) => ({ name: compiler.name, costs: measure(compiler, folder) }))
  rmSync(folder, { recursive: true })
  console.table(
    Object.fromEntries(
      measured.map(({ name, costs }) => {
        const { first, ten, hundred } = perNetwork(costs)
        const row = { 'no network': costs[0], first, 'each of 10': ten.toFixed(1), 'each of 100': hundred.toFixed(1) }
        return [name, row]
      }),
    ),
  )
  const failures = measured.flatMap(({ name, costs }) => overBudget(name, costs))
  conclude(
    'instantiations',
    failures,
    `within ${limit.first} for the first network and ${limit.further} for each other`,
  )
}

if (isProgram(import.meta.url)) main()
