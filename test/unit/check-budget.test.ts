import { expect, test } from 'vitest'
import { limits, overBudget, program } from '../../scripts/check-budget.js'

test('a program gives every block its sizes, and only the first ones a network', () => {
  const template =
    'head\n// given\ngiven({{input}}, () => {\n  // network\n  make({{input}}, {{hidden}})\n  // end\n})\n'
  expect(program(template, 0, 1)).toBe('head\n{\ngiven(101, () => {\n})\n}\n')
  expect(program(template, 1, 2)).toBe(
    'head\n{\ngiven(101, () => {\n  make(101, 102)\n})\n}\n{\ngiven(103, () => {\n})\n}\n',
  )
  expect(() => program('head\n', 1)).toThrow('the template needs the lines "// given", "// network" and "// end"')
})

const limit = limits.rnn

const costs = (first: number, ten: number, hundred: number) => {
  const one = 1000 + first
  return { 0: 1000, 1: one, 10: one + 9 * ten, 100: one + 9 * ten + 90 * hundred }
}

test('within the budget', () => {
  expect(overBudget('tsc', costs(limit.first, limit.further - 1, limit.further), limit)).toEqual([])
})

test.each([
  [
    costs(limit.first + 1, 100, 100),
    `tsc: the first network takes ${limit.first + 1} instantiations, more than ${limit.first}`,
  ],
  [
    costs(250, limit.further + 1, limit.further + 1),
    `tsc: each further network takes ${limit.further + 1}.0 instantiations, more than ${limit.further}`,
  ],
  [costs(200, 100, 111), 'tsc: a network takes 111.0 instantiations among a hundred and 100.0 among ten: not linear'],
  [costs(0, 100, 100), 'tsc: one network costs nothing, so the count is not to be trusted'],
])('%j is over it', (measured, failure) => {
  expect(overBudget('tsc', measured, limit)).toEqual([failure])
})
