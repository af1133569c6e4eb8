/**
 * Wrong programs with the error that each must give, and the comparison with what a compiler says.
 *
 * A fixture is a TypeScript file. Above a wrong statement stands the sentence that the reader of the error must see:
 *
 * ```ts
 * // ! input is (batch, seq, feature), but this RNN takes (seq, batch, feature): set batchFirst: true
 * net.apply(params)(batchFirstInput)
 * //                ^^^^^^^^^^^^^^^
 * ```
 *
 * The sentence is the whole text of the string literal type that the argument is not assignable to. An error of
 * another kind is written with its code and its whole message: `// ! TS2339: Property 'weight' does not exist ...`.
 * The carets are optional and mark where the error must stand; what counts is the column of the first one.
 *
 * A marker speaks for the whole statement (or property, or argument) that begins on the next line, so the wrong call may be
 * broken over several lines; a marker further in takes the errors of its own lines. There must be exactly one error for
 * each marker, one line long, and no error anywhere else.
 */
import ts from 'typescript6'
import { type Diagnostic, showDiagnostic } from './compilers.js'

export interface Expectation {
  readonly file: string
  /** The line of the marker, and the lines for which it speaks; all counted from 1. */
  readonly marker: number
  readonly first: number
  readonly last: number
  /** Set for errors written as `TS2339: message`. */
  readonly code: string | undefined
  readonly sentence: string
  /** Where the carets point, when there are any. */
  readonly caret: { readonly line: number; readonly column: number } | undefined
}

const markerLine = /^\s*\/\/ !\s?(.*?)\s*$/
const withCode = /^(TS\d+): (.*)$/
const caretLine = /^\s*\/\/[ ^]*?(\^+)\s*$/

/** For each line on which something begins, the last line of the widest thing that begins there. */
const extents = (source: ts.SourceFile): Map<number, number> => {
  const ends = new Map<number, number>()
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1
  const visit = (node: ts.Node): void => {
    const first = lineOf(node.getStart(source))
    ends.set(first, Math.max(ends.get(first) ?? 0, lineOf(node.getEnd())))
    ts.forEachChild(node, visit)
  }
  ts.forEachChild(source, visit)
  return ends
}

/** The markers of one fixture. Throws when a marker has no sentence, or nothing below it, and when carets have no marker. */
export const parseMarkers = (file: string, text: string): Expectation[] => {
  const lines = text.split(/\r?\n/)
  const ends = extents(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  const fail = (index: number, why: string): never => {
    throw new Error(`${file}:${index + 1} ${why}`)
  }
  const found: Expectation[] = lines.flatMap((line, index) => {
    const sentence = markerLine.exec(line)?.[1]
    if (sentence === undefined) return []
    if (sentence === '') fail(index, 'this marker has no sentence')
    const first = index + 2
    const last = ends.get(first) ?? fail(index, 'no statement begins on the line below this marker')
    const [, code, message] = withCode.exec(sentence) ?? []
    return [{ file, marker: index + 1, first, last, code, sentence: message ?? sentence, caret: undefined }]
  })
  const carets = lines.flatMap((line, index) => {
    const mark = caretLine.exec(line)?.[1]
    return mark === undefined ? [] : [{ index, column: line.indexOf(mark) + 1 }]
  })
  for (const { index, column } of carets) {
    // The carets stand below the line they speak of, that is, the line with number `index`.
    const owner = found.map(({ first, last }) => first <= index && index <= last).lastIndexOf(true)
    const expectation = found[owner] ?? fail(index, 'these carets belong to no marker')
    found[owner] = { ...expectation, caret: { line: index, column } }
  }
  return found
}

/** How a compiler writes a string literal type. */
const quoted = (sentence: string): string => `"${sentence.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const judge = (expectation: Expectation, errors: readonly Diagnostic[]): string[] => {
  const { file, marker, code, sentence, caret } = expectation
  const at = `${file}:${marker}`
  const [error, second] = errors
  if (error === undefined) return [`${at} compiles, but should say: ${sentence}`]
  if (second !== undefined)
    return [`${at} gives ${errors.length} errors, not one: ${errors.map(showDiagnostic).join(' | ')}`]
  const failures: string[] = []
  const right =
    code === undefined ? error.message.includes(quoted(sentence)) : error.code === code && error.message === sentence
  if (!right) {
    failures.push(
      `${at} says: ${showDiagnostic(error)}, but should say: ${code === undefined ? '' : `${code}: `}${sentence}`,
    )
  }
  if (error.continuation.length > 0) {
    failures.push(`${at} takes ${error.continuation.length + 1} lines, not one: ${showDiagnostic(error)}`)
  }
  if (caret !== undefined && (error.line !== caret.line || error.column !== caret.column)) {
    failures.push(
      `${at} stands at line ${error.line}, column ${error.column}, not on the carets (line ${caret.line}, column ${caret.column})`,
    )
  }
  return failures
}

/** What differs between what must be said and what one compiler said, one line each; none when all is as it must be. */
export const compareErrors = (expectations: readonly Expectation[], diagnostics: readonly Diagnostic[]): string[] => {
  const ownerOf = ({ file, line }: Diagnostic): Expectation | undefined =>
    expectations.filter((e) => e.file === file && e.first <= line && line <= e.last).at(-1)
  const owned = new Map<Expectation, Diagnostic[]>(expectations.map((expectation) => [expectation, []]))
  const strays: Diagnostic[] = []
  for (const diagnostic of diagnostics) {
    const owner = ownerOf(diagnostic)
    const list = owner === undefined ? strays : (owned.get(owner) ?? strays)
    list.push(diagnostic)
  }
  return [
    ...[...owned].flatMap(([expectation, errors]) => judge(expectation, errors)),
    ...strays.map((stray) => `unexpected error: ${showDiagnostic(stray)}`),
  ]
}
