import { describe, expect, test } from 'vitest'
import {
  type AnyTensor,
  axis,
  batch,
  feature,
  layer,
  manualSeed,
  rnn,
  ShapeError,
  seq,
  zeros,
} from '../../src/index.js'
import { programs } from './agreement-programs.js'
import { type Block, compileBlocks, type Verdict } from './compile-blocks.js'

/**
 * The compiler accepts a program exactly when the run time does; then its types are the run time's axes, and otherwise its sentence is the
 * run time's. Both judge one and the same text.
 */

const api = { axis, batch, feature, layer, manualSeed, rnn, seq, zeros }
const names = Object.keys(api)
const prelude = `import { ${names.join(', ')} } from '../../src/index.js'`

/** What a program comes to: the types of its results, or the sentence of its first fault. */
type Outcome = { readonly ok: true; readonly type: string } | { readonly ok: false; readonly sentence: string }

const typeOf = (t: AnyTensor): string => {
  const axes = t.axes.map(({ role, label }) => {
    const size = JSON.stringify(label)
    const known = { seq: 'Seq', batch: 'Batch', feature: 'Feature', layer: 'Layer' }[role]
    return known === undefined ? `Axis<"${role}", ${size}>` : `${known}<${size}>`
  })
  return `Tensor<[${axes.join(', ')}]>`
}

/** The run time's outcome. An error that is no ShapeError is a sentence that no compiler says. */
const run = (program: string): Outcome => {
  // The program has no types in it, so it is JavaScript as it stands.
  const execute = new Function(...names, `${program}\nreturn answer`)
  try {
    const results: Readonly<Record<string, AnyTensor>> = execute(...Object.values(api))
    const types = Object.entries(results).map(([name, result]) => `${name}: ${typeOf(result)};`)
    return { ok: true, type: `{ ${types.join(' ')} }` }
  } catch (error) {
    return { ok: false, sentence: error instanceof ShapeError ? error.message : `no ShapeError: ${error}` }
  }
}

/** The sentence in a compiler's error: the string literal type that something is not assignable to. */
const sentenceOf = (error: string): string => {
  const [line = ''] = error.split('\n')
  const literal = /to (?:parameter of )?type '("(?:[^"\\]|\\.)*")(?: \| undefined)?'\.$/.exec(line)?.[1]
  return literal === undefined ? line : JSON.parse(literal)
}

/** The compiler's outcome. Of several errors the one that the run time meets first counts: options are checked in the order of their table. */
const outcomeOf = (verdict: Verdict | undefined, atRunTime: Outcome): Outcome => {
  if (verdict === undefined) throw new Error('a program without a verdict')
  if (verdict.ok) return verdict
  const sentences = verdict.errors.map(sentenceOf)
  const agreed = atRunTime.ok ? undefined : sentences.find((sentence) => sentence === atRunTime.sentence)
  return { ok: false, sentence: agreed ?? sentences[0] ?? '' }
}

const texts = programs(20250117, 400)
const blocks: Block[] = texts.map((code) => ({ code, result: 'answer' }))
const verdicts = compileBlocks(prelude, blocks)
const outcomes = texts.map((text, i) => {
  const atRunTime = run(text)
  return { text, atRunTime, atCompileTime: outcomeOf(verdicts[i], atRunTime) }
})

/** All programs, of those that run or of those that throw, on which the two do not agree. */
const disagreements = (isSound: boolean): unknown[] =>
  outcomes.filter(
    ({ atRunTime, atCompileTime }) =>
      atRunTime.ok === isSound && JSON.stringify(atRunTime) !== JSON.stringify(atCompileTime),
  )

describe('of random programs', () => {
  test('the compiler accepts those that run, and types their results as the run time does', () => {
    expect(disagreements(true)).toEqual([])
  })

  test('the compiler refuses those that throw, with the sentence that is thrown', () => {
    expect(disagreements(false)).toEqual([])
  })

  test('half are sound, and the others break most rules', () => {
    const sound = outcomes.filter(({ atRunTime }) => atRunTime.ok).length
    expect(sound).toBeGreaterThan(160)
    expect(sound).toBeLessThan(260)
    const sentences = new Set(outcomes.flatMap(({ atRunTime }) => (atRunTime.ok ? [] : [atRunTime.sentence])))
    expect(sentences.size).toBeGreaterThan(60)
  })
})
