import { describe, expect, test } from 'vitest'
import { checkImports, importsOf } from '../../scripts/check-imports.js'

const check = (from: string, to: string) => checkImports([{ from, to }])

describe('imports run one way', () => {
  const allowed: [from: string, to: string][] = [
    ['types/shape.ts', 'types/size.ts'],
    ['types/rnn.ts', 'fp-ts'],
    ['src/tensor/tensor.ts', 'types/shape.ts'],
    ['src/tensor/rng.ts', 'fp-ts'],
    ['src/op/matmul.ts', 'src/kernel/contract.ts'],
    ['src/op/product.ts', 'src/kernel/kernel-products.ts'],
    ['src/grad/value-and-grad.ts', 'src/kernel/backward.ts'],
    ['src/grad/tape.ts', 'src/op/matmul.ts'],
    ['src/cell/elman.ts', 'src/op/matmul.ts'],
    ['src/fold/fold.ts', 'src/cell/cell.ts'],
    ['src/layer/rnn.ts', 'src/layer/recurrent.ts'],
    ['src/layer/recurrent.ts', 'src/kernel/contract.ts'],
    ['src/layer/recurrent/layers.ts', 'src/kernel/engine.ts'],
    ['src/layer/recurrent-kernel.ts', 'src/kernel/engine.ts'],
    ['src/train/adam.ts', 'src/layer/rnn.ts'],
    ['src/interop/safetensors.ts', 'src/tensor/tensor.ts'],
    ['src/interop/state-dict.ts', 'src/layer/params.ts'],
    ['src/kernel/loader.ts', 'src/kernel/bytes.ts'],
    ['src/kernel/run.ts', 'src/rows.ts'],
    ['src/op/add.ts', 'src/room.ts'],
    ['src/index.ts', 'src/train/adam.ts'],
  ]
  test.each(allowed)('%s may import %s', (from, to) => {
    expect(check(from, to)).toEqual([])
  })

  const strata = ['types', 'src/tensor', 'src/op', 'src/grad', 'src/cell', 'src/fold', 'src/layer', 'src/train']
  const upward = strata.flatMap((low, i) => strata.slice(i + 1).map((high) => [`${low}/a.ts`, `${high}/b.ts`] as const))
  const forbidden: (readonly [from: string, to: string])[] = [
    ['src/rows.ts', 'src/tensor/tensor.ts'],
    ['src/room.ts', 'src/kernel/arena.ts'],
    ...upward,
    ...strata.map((stratum) => [`${stratum}/a.ts`, 'src/kernel/arena.ts'] as const),
    ...['types', 'src/tensor', 'src/cell', 'src/fold', 'src/layer', 'src/train', 'src/interop'].map(
      (stratum) => [`${stratum}/a.ts`, 'src/kernel/contract.ts'] as const,
    ),
    ...['types', ...strata.slice(1), 'src/interop'].map((stratum) => ['src/kernel/a.ts', `${stratum}/b.ts`] as const),
    ...['src/op', 'src/grad', 'src/cell', 'src/fold', 'src/train'].map(
      (s) => ['src/interop/a.ts', `${s}/b.ts`] as const,
    ),
    ['src/op/matmul.ts', 'src/kernel/kernel-products.ts'],
    ['src/op/product.ts', 'src/kernel/engine.ts'],
    ['src/op/product.ts', 'src/kernel/backward.ts'],
    ['src/op/product.ts', 'src/kernel/engine.ts'],
    ['src/grad/a.ts', 'src/kernel/engine.ts'],
    ['src/interop/a.ts', 'src/layer/rnn.ts'],
    ['types/shape.ts', 'node:stream'],
    ['src/kernel/loader.ts', 'fp-ts'],
    ['src/tensor/rng.ts', 'fp-ts/lib/State'],
    ['src/tensor/rng.ts', 'node:fs'],
    ['src/tensor/rng.ts', 'src/index.ts'],
    ['src/tensor/rng.ts', 'test/golden/golden.ts'],
    ['src/index.ts', 'scripts/files.ts'],
    ['src/index.ts', 'examples/quickstart.ts'],
    ['src/tensor/rng.ts', 'src/tensor/gone.js (no such source file)'],
  ]
  test.each(forbidden)('%s must not import %s', (from, to) => {
    expect(check(from, to)).toEqual([`${from} must not import ${to}`])
  })

  test('a file in no known stratum is refused', () => {
    expect(check('src/misc/a.ts', 'types/size.ts')).toEqual([
      'src/misc/a.ts stands in no known stratum: give it a rule in scripts/check-imports.ts',
    ])
  })

  test('a circle is told once, from its first file', () => {
    const imports = [
      { from: 'src/op/c.ts', to: 'src/op/a.ts' },
      { from: 'src/op/a.ts', to: 'src/op/b.ts' },
      { from: 'src/op/b.ts', to: 'src/op/c.ts' },
      { from: 'src/op/b.ts', to: 'src/op/leaf.ts' },
    ]
    expect(checkImports(imports)).toEqual([
      'imports go in a circle: src/op/a.ts > src/op/b.ts > src/op/c.ts > src/op/a.ts',
    ])
  })
})

describe('reading the imports of a file', () => {
  test('every form counts: import, type import, re-export, dynamic import, side effect', () => {
    const text = [
      "import { a } from './a.js'",
      "import type { B } from '../../types/b.js'",
      "export * from './c.js'",
      "import './d.js'",
      "const later = import('./e.js')",
      "import { either } from 'fp-ts'",
      "type T = import('../kernel/arena.js').Arena",
      "// import './comment.js'",
      'const text = \'import "./string.js"\'',
    ].join('\n')
    const to = importsOf('src/op/op.ts', text, () => true).map((found) => found.to)
    expect(to.sort()).toEqual(
      ['src/op/a.ts', 'types/b.ts', 'src/op/c.ts', 'src/op/d.ts', 'src/op/e.ts', 'fp-ts', 'src/kernel/arena.ts'].sort(),
    )
  })

  test('an import of nothing is told', () => {
    const [found] = importsOf('src/op/op.ts', "import './gone.js'", () => false)
    expect(found?.to).toBe('src/op/gone.js (no such source file)')
  })
})
