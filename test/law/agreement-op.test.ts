/**
 * What the compiler says of a wrong operation or gradient, the run time says in the same words: the programs of the type tests, run as code without
 * types.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { ShapeError } from '../../src/index.js'
import { templates } from '../../types/message.js'

/** Sentences that only the compiler can say; test/unit/messages.test.ts gives the reasons. */
const compiled = ['several shapes', 'plain role', 'plain bound'] as const
const isCompiled = (sentence: string): boolean =>
  compiled.some((name) =>
    new RegExp(`^${templates[name].replace(/[()?.*]/g, '\\$&').replace(/\{\w+\}/g, '.+')}$`).test(sentence),
  )

interface Program {
  readonly sentence: string
  readonly code: string
}

/** The one-line statements of a fixture that stand below a sentence. */
const programsIn = (file: string): readonly Program[] => {
  const text = readFileSync(new URL(`../../type-tests/errors/${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^\/\/ ! (?!TS\d)(.*)\n(.*)$/gm)].map(([, sentence = '', code = '']) => ({ sentence, code }))
}

/** What the fixtures declare, and the types that stand in them taken away. */
const { seq, batch, feature, zeros, mul } = shapefold
const v = zeros([feature(3)])
const declared = {
  n: 7,
  x: zeros([seq(4), batch(2), feature(5)]),
  ids: zeros([seq(4), batch(2)], 'i32'),
  square: zeros([feature(3), feature(5)]),
  v,
  named: (p: typeof v) => mul(p, 2),
}
const scope: Readonly<Record<string, unknown>> = { ...shapefold, ...declared }
const run = (code: string): unknown =>
  new Function(...Object.keys(scope), `return ${code.replaceAll(': Vector', '')}`)(...Object.values(scope))

/** What a program throws, if it is a ShapeError. */
const errorOf = (code: string): string => {
  try {
    run(code)
  } catch (error) {
    if (error instanceof ShapeError) return error.message
    throw error
  }
  return 'nothing'
}

describe.each(['operations.mts', 'gradients.mts'])('%s', (file) => {
  const programs = programsIn(file).filter(({ sentence }) => !isCompiled(sentence))

  test('has some', () => {
    expect(programs.length).toBeGreaterThan(5)
  })

  test.each(programs.map(({ sentence, code }) => [code, sentence] as const))('%s', (code, sentence) => {
    expect(errorOf(code)).toBe(sentence)
  })
})
