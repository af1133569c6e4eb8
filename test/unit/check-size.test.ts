import { expect, test } from 'vitest'
import { forbiddenIn } from '../../scripts/check-size.js'

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
