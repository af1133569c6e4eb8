import { expect, test } from 'vitest'
import { forbiddenIn, lineOf, programs } from '../../scripts/check-size.js'

test.each([
  ['import{readFileSync as a}from"node:fs";', 'node:'],
  ['const a=Buffer.from(b,"base64")', 'Buffer'],
  ['const a=globalThis.Buffer', 'Buffer'],
  ['process.env.DEBUG', 'process.'],
  ['a=eval("1")', 'eval('],
  ['new Function("return 1")', 'new Function'],
  ['__require("fs")', 'require('],
  ['import*as a from"fp-ts/lib/Either"', 'fp-ts/lib'],
])('%s holds %s', (code, name) => {
  expect(forbiddenIn(code)).toEqual([name])
})

test.each([
  'new ArrayBuffer(8)',
  'a instanceof SharedArrayBuffer',
  'this.process.next',
  'retrieval(a)',
  'import{either as a}from"fp-ts"',
])('%s is clean', (code) => {
  expect(forbiddenIn(code)).toEqual([])
})

const program = (takes: string) => {
  const found = programs.find((one) => one.takes.startsWith(takes) && one.ofKernelOnly === undefined)
  if (found === undefined) throw new Error(`there is no program that takes ${takes}`)
  return found
}

test.each([
  'dist/src/grad/value-and-grad.js',
  'dist/src/train/fit/fit.js',
  'dist/src/kernel/backward.js',
  'dist/src/kernel/run-backward.js',
  'dist/src/kernel/gradient-scratch.js',
])('a program that runs a network is without %s', (path) => {
  expect(program('rnn, tensor').without.test(path)).toBe(true)
})

test.each(['dist/src/kernel/run.js', 'dist/src/layer/recurrent-gradient.js', 'dist/src/op/record.js'])(
  'a program that runs a network may hold %s',
  (path) => {
    expect(program('rnn, tensor').without.test(path)).toBe(false)
  },
)

test('one of kernel-only is without the fold, too', () => {
  for (const { without } of programs.filter(({ ofKernelOnly }) => ofKernelOnly !== undefined)) {
    const held = ['layer/recurrent-fold', 'layer/recurrent', 'cell/elman', 'op/linear', 'kernel/backward'].map(
      (name) => `dist/src/${name}.js`,
    )
    expect(held.filter((path) => !without.test(path))).toEqual([])
    expect(without.test('dist/src/layer/recurrent-network.js')).toBe(false)
    expect(without.test('dist/src/layer/recurrent-engine.js')).toBe(false)
  }
})

test('the line in README.md names what is taken, and the weight', () => {
  expect(lineOf({ takes: 'tensor, batch', most: 4, without: /x/ })).toBe('| `tensor`, `batch` | 4 KB |')
  expect(lineOf({ takes: 'seq', ofKernelOnly: 'rnn', most: 22, without: /x/ })).toBe(
    '| `seq`; `rnn` of `shapefold/kernel-only` | 22 KB |',
  )
})
