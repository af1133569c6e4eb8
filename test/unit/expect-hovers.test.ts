import { expect, test } from 'vitest'
import { judgeHover, parseQueries } from '../../scripts/expect-hovers.js'

const file = 'type-tests/hovers/output.mts'
const query = { file, line: 3, column: 8, expected: 'Tensor<[Seq<4>]>' }

test('a query stands below its name, several below one line', () => {
  const text = [
    'const { a, b } = f()',
    '//      ^? A',
    '//         ^? Tensor<[Seq<4>]>',
    'a',
    '//^? no',
    '//nothing',
  ].join('\n')
  expect(parseQueries(file, text)).toEqual([
    { file, line: 0, column: 8, expected: 'A' },
    { file, line: 0, column: 11, expected: 'Tensor<[Seq<4>]>' },
    { file, line: 3, column: 2, expected: 'no' },
  ])
})

test.each([
  ['// ^? A', `${file}:1 there is no line above this hover`],
  ['a\n// ^?', `${file}:2 this hover expects nothing`],
])('%j is refused', (text, message) => {
  expect(() => parseQueries(file, text)).toThrow(message)
})

test.each([
  'const output: Tensor<[Seq<4>]>',
  'let output: Tensor<[Seq<4>]>',
  '(property) output: Tensor<[Seq<4>]>',
  '(property) Result<[Seq<4>]>.output: Tensor<[Seq<4>]>',
  '(parameter) x: Tensor<[\n  Seq<4>\n]>'.replace(/\n\s*/g, ''),
])('%j is the type', (display) => {
  expect(judgeHover(query, display)).toBeUndefined()
})

test.each([
  '',
  'any',
  'const output: any',
  'const output: Tensor<[Seq<4>], "f32">',
  'const output: Tensor<[Seq<4>]> | undefined',
  'const f: (x: number) => Tensor<[Seq<4>]>',
  '(method) f(x: number): Tensor<[Seq<4>]>',
  'function f(x: number): Tensor<[Seq<4>]>',
])('%j is another', (display) => {
  expect(judgeHover(query, display)).toMatch(
    /^type-tests\/hovers\/output\.mts:4:9 shows '.*', not 'Tensor<\[Seq<4>\]>'$/,
  )
})
