import { expect, test } from 'vitest'
import { overBudget, program } from '../../scripts/check-budget.js'

test('a program repeats the network in blocks, with sizes of its own in each', () => {
  const template = 'head\n// network\nmake({{input}}, {{hidden}})\nuse({{input}})\n'
  expect(program(template, 0)).toBe('head\n')
  expect(program(template, 2)).toBe('head\n{\nmake(101, 102)\nuse(101)\n}\n{\nmake(103, 104)\nuse(103)\n}\n')
  expect(() => program('head\n', 1)).toThrow('the template has no line "// network"')
})

const costs = (first: number, ten: number, hundred: number) => {
  const one = 1000 + first
  return { 0: 1000, 1: one, 10: one + 9 * ten, 100: one + 9 * ten + 90 * hundred }
}

test('within the budget', () => {
  expect(overBudget('tsc', costs(250, 227.5, 250))).toEqual([])
})

test.each([
  [costs(251, 100, 100), 'tsc: the first network takes 251 instantiations, more than 250'],
  [costs(250, 251, 251), 'tsc: each further network takes 251.0 instantiations, more than 250'],
  [costs(200, 100, 111), 'tsc: a network takes 111.0 instantiations among a hundred and 100.0 among ten: not linear'],
  [costs(0, 100, 100), 'tsc: one network costs nothing, so the count is not to be trusted'],
])('%j is over it', (measured, failure) => {
  expect(overBudget('tsc', measured)).toEqual([failure])
})
