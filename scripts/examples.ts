/** Finds the examples in doc comments and in Markdown. What the fences mean is told in `doc-examples.ts`. */
export interface Example {
  readonly file: string
  /** The line of the first line of code, counted from 1. */
  readonly line: number
  readonly code: string
  readonly run: boolean
  /** The compiler's message, for an example that must not compile. */
  readonly error: string | undefined
}

interface Fence {
  readonly line: number
  readonly language: string
  readonly words: readonly string[]
  readonly code: string
}

/** All fenced blocks of a text, with line numbers counted from `first`. */
const fences = (text: string, first: number): Fence[] => {
  const found: Fence[] = []
  let open: { mark: string; line: number; info: string; code: string[] } | undefined
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [, mark, info = ''] = /^\s*(`{3,}|~{3,})\s*(.*?)\s*$/.exec(line) ?? []
    if (open === undefined) {
      if (mark !== undefined) open = { mark, line: first + index + 1, info, code: [] }
    } else if (mark?.startsWith(open.mark) && info === '') {
      const [language = '', ...words] = open.info.split(/\s+/)
      found.push({ line: open.line, language, words, code: open.code.join('\n') })
      open = undefined
    } else open.code.push(line)
  }
  return found
}

/** The `@example`s of all doc comments in a source file. */
export const examplesInSource = (file: string, source: string): Example[] =>
  [...source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)].flatMap((comment) => {
    const first = source.slice(0, comment.index).split('\n').length
    const text = comment[0].replace(/\s*\*\/$/, '').replace(/^[ \t]*(\/\*\*|\*) ?/gm, '')
    // A tag stands at the beginning of a line; its text goes on until the next one.
    return [...text.matchAll(/^@example\b([\s\S]*?)(?=^@\w|$(?![\s\S]))/gm)].flatMap((tag) => {
      const line = first + text.slice(0, tag.index).split('\n').length - 1
      const body = tag[1] ?? ''
      const fenced = fences(body, line).filter(({ language }) => language === 'ts')
      const plain = { line, code: body }
      return (fenced.length > 0 ? fenced : [plain]).map((block) => ({
        file,
        line: block.line,
        code: block.code,
        run: true,
        error: undefined,
      }))
    })
  })

/** The words that may follow `ts` on a fence. */
const known = ['continued', 'compile-only', 'error']

/** The `ts` snippets of a Markdown file. Throws when a fence says something unknown, or an error has no message. */
export const examplesInMarkdown = (file: string, text: string): Example[] => {
  const all = fences(text, 1)
  let above = ''
  return all.flatMap(({ line, language, words, code }, index): Example[] => {
    if (language !== 'ts') return []
    const unknown = words.find((word) => !known.includes(word))
    if (unknown !== undefined)
      throw new Error(`${file}:${line - 1} a fence can't say '${unknown}', only ${known.join(', ')}`)
    const whole = words.includes('continued') ? `${above}\n${code}` : code
    if (!words.includes('error')) {
      above = whole
      return [{ file, line, code: whole, run: !words.includes('compile-only'), error: undefined }]
    }
    const next = all[index + 1]
    if (next?.language !== 'text') throw new Error(`${file}:${line - 1} this error has no text block below it`)
    return [{ file, line, code: whole, run: false, error: next.code }]
  })
}
