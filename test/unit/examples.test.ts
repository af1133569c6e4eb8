import { describe, expect, test } from 'vitest'
import { examplesInMarkdown, examplesInSource } from '../../scripts/examples.js'

const lines = (...text: string[]) => text.join('\n')

describe('examples in doc comments', () => {
  test('the text below the tag, until the next tag or the end', () => {
    const source = lines(
      '/**',
      ' * One sentence.',
      ' *',
      ' * @example',
      " * import * as assert from 'node:assert'",
      ' *',
      ' * const f = () => {',
      ' *   return 1 * 2',
      ' * }',
      ' * @category constructors',
      ' */',
      'export const one = 1',
      '',
      '  /** Two. @example is no tag here. */',
      '  /**',
      '   * @example',
      '   * two()',
      '   */',
    )
    const [one, two, ...more] = examplesInSource('src/a.ts', source)
    expect(more).toEqual([])
    expect(one?.code.trim()).toBe(
      lines("import * as assert from 'node:assert'", '', 'const f = () => {', '  return 1 * 2', '}'),
    )
    expect(one).toMatchObject({ file: 'src/a.ts', line: 4, run: true, error: undefined })
    expect(two).toMatchObject({ line: 16 })
    expect(two?.code.trim()).toBe('two()')
  })

  test('two examples in one comment, with fences', () => {
    const source = lines('/**', ' * @example', ' * ```ts', ' * one()', ' * ```', ' *', ' * @example', ' * two()', ' */')
    expect(examplesInSource('src/a.ts', source).map(({ line, code }) => [line, code.trim()])).toEqual([
      [4, 'one()'],
      [7, 'two()'],
    ])
  })
})

describe('snippets in Markdown', () => {
  const markdown = lines(
    '```ts',
    'const a = 1',
    '```',
    '```sh',
    'npm i',
    '```',
    '```ts continued',
    'use(a)',
    '```',
    '```ts error continued',
    'wrong(a)',
    '```',
    'gives',
    '```text',
    'the message',
    '```',
    '```ts compile-only',
    'document.body',
    '```',
  )

  test('each kind of fence', () => {
    expect(examplesInMarkdown('README.md', markdown)).toEqual([
      { file: 'README.md', line: 2, code: 'const a = 1', run: true, error: undefined },
      { file: 'README.md', line: 8, code: 'const a = 1\nuse(a)', run: true, error: undefined },
      { file: 'README.md', line: 11, code: 'const a = 1\nuse(a)\nwrong(a)', run: false, error: 'the message' },
      { file: 'README.md', line: 18, code: 'document.body', run: false, error: undefined },
    ])
  })

  test.each([
    [lines('```ts eror', 'a', '```'), "README.md:1 a fence can't say 'eror'"],
    [lines('```ts error', 'a', '```', '```ts', 'b', '```'), 'README.md:1 this error has no text block below it'],
  ])('%j is refused', (text, message) => {
    expect(() => examplesInMarkdown('README.md', text)).toThrow(message)
  })
})
