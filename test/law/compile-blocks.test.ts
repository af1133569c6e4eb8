import { expect, test } from 'vitest'
import { compileBlocks } from './compile-blocks.js'

const prelude = `
interface Seq<N extends number> { readonly seq: N }
declare const seq: <const N extends number>(n: N) => Seq<N>
declare const pair: <A, B>(a: A, b: B) => { first: A; second: B }
`

test('one verdict for each block, in order, each with a scope of its own', () => {
  const verdicts = compileBlocks(prelude, [
    { code: 'const x = seq(4)', result: 'x' },
    { code: 'const x = seq("4")', result: 'x' },
    {
      code: 'const { first, second: y } = pair(seq(4), [seq(3)])\nconst f = () => { const y = 1; return y }',
      result: 'y',
    },
    { code: 'const x: string = 1\nconst y: number = "1"', result: 'x' },
    { code: 'const x = [seq(1), seq(2)] as const', result: 'x' },
  ])
  expect(verdicts).toEqual([
    { ok: true, type: 'Seq<4>' },
    { ok: false, errors: ["Argument of type 'string' is not assignable to parameter of type 'number'."] },
    { ok: true, type: 'Seq<3>[]' },
    {
      ok: false,
      errors: [
        "Type 'number' is not assignable to type 'string'.",
        "Type 'string' is not assignable to type 'number'.",
      ],
    },
    { ok: true, type: 'readonly [Seq<1>, Seq<2>]' },
  ])
})

test('types are not cut short, and blocks may import what is on disk', () => {
  const names = Array.from({ length: 60 }, (_, i) => `name${i}`)
  const [long, verdict] = compileBlocks(
    `import { compileBlocks, type Verdict } from './compile-blocks.js'\nexport type { Verdict }`,
    [
      { code: `const x = { ${names.map((name) => `${name}: 1`).join(', ')} }`, result: 'x' },
      { code: `const x = compileBlocks('', [])`, result: 'x' },
    ],
  )
  expect(long).toMatchObject({ ok: true, type: expect.stringContaining('name59: number') })
  expect(verdict).toEqual({ ok: true, type: 'Verdict[]' })
})

test('no blocks, no verdicts', () => {
  expect(compileBlocks(prelude, [])).toEqual([])
})

test.each([
  [
    'a prelude that does not compile',
    'const a: string = 1',
    { code: 'const x = 1', result: 'x' },
    'the prelude does not compile',
  ],
  [
    'an import of nothing',
    "import { a } from './gone.js'",
    { code: 'const x = 1', result: 'x' },
    'the prelude does not compile',
  ],
  ['a block that is no TypeScript', prelude, { code: 'const = 1', result: 'x' }, "can't parse this line: const = 1"],
  ['a block that closes its own scope', prelude, { code: '} {', result: 'x' }, '1 blocks became'],
  ['a block without its result', prelude, { code: 'const y = 1', result: 'x' }, "a block has no variable 'x'"],
])('%s is no verdict but a mistake', (_, head, block, message) => {
  expect(() => compileBlocks(head, [block])).toThrow(message)
})
