/**
 * Judges programs twice: the compiler by their types, the run time by what they do. Both read one and the same text, whose last variable is called
 * `answer` and is a record of tensors, packed or not.
 */
import { type AnyTensor, type Packed, type Shape, ShapeError } from '../../src/index.js'
import { compileBlocks, type Verdict } from './compile-blocks.js'

/** What a program may call: names of this library's exports. */
type Api = Readonly<Record<string, unknown>>

/** What a program comes to: the types of its results, or the sentence of its first fault. */
type Outcome = { readonly ok: true; readonly type: string } | { readonly ok: false; readonly sentence: string }

type Result = AnyTensor | Packed<Shape>

const typeOf = (t: Result): string => {
  const axes = t.axes.map(({ role, label }) => {
    const size = JSON.stringify(label)
    const known = { seq: 'Seq', batch: 'Batch', feature: 'Feature', layer: 'Layer' }[role]
    return known === undefined ? `Axis<"${role}", ${size}>` : `${known}<${size}>`
  })
  return `${'lengths' in t ? 'Packed' : 'Tensor'}<[${axes.join(', ')}]>`
}

/** The run time's outcome. An error that is no ShapeError is a sentence that no compiler says. */
const run = (program: string, api: Api): Outcome => {
  // The program has no types in it, so it is JavaScript as it stands.
  const execute = new Function(...Object.keys(api), `${program}\nreturn answer`)
  try {
    const results: Readonly<Record<string, Result>> = execute(...Object.values(api))
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

/** A program and both judgements. */
export interface Judged {
  readonly text: string
  readonly atRunTime: Outcome
  readonly atCompileTime: Outcome
}

/** A sentence without what differs from program to program: its names and numbers. */
const kindOf = (sentence: string): string => sentence.replace(/'[^']*'|[0-9]+|2\*H|H\b/g, '_')

/**
 * Programs that are worth the compiler's time, which is most of the test's: so many of those that throw one kind of sentence, and as many that throw
 * none as throw one.
 */
export const chosen = (api: Api, texts: readonly string[], ofEachKind: number): readonly string[] => {
  const taken = new Map<string, number>()
  const outcomes = texts.map((text) => ({ text, outcome: run(text, api) }))
  const broken = outcomes.filter(({ outcome }) => {
    if (outcome.ok) return false
    const kind = kindOf(outcome.sentence)
    const count = 1 + (taken.get(kind) ?? 0)
    taken.set(kind, count)
    return count <= ofEachKind
  })
  return [...broken, ...outcomes.filter(({ outcome }) => outcome.ok).slice(0, broken.length)].map(({ text }) => text)
}

/** Both judgements of each program. */
export const judge = (api: Api, texts: readonly string[]): readonly Judged[] => {
  const prelude = `import { ${Object.keys(api).join(', ')} } from '../../src/index.js'`
  const verdicts = compileBlocks(
    prelude,
    texts.map((code) => ({ code, result: 'answer' })),
  )
  return texts.map((text, i) => {
    const atRunTime = run(text, api)
    return { text, atRunTime, atCompileTime: outcomeOf(verdicts[i], atRunTime) }
  })
}

/** All programs, of those that run or of those that throw, on which the two do not agree. */
export const disagreements = (judged: readonly Judged[], isSound: boolean): readonly Judged[] =>
  judged.filter(
    ({ atRunTime, atCompileTime }) =>
      atRunTime.ok === isSound && JSON.stringify(atRunTime) !== JSON.stringify(atCompileTime),
  )

/** The kinds of sentences that are thrown. */
export const kindsOf = (judged: readonly Judged[]): ReadonlySet<string> =>
  new Set(judged.flatMap(({ atRunTime }) => (atRunTime.ok ? [] : [kindOf(atRunTime.sentence)])))
