/**
 * What an editor shows when the pointer rests on a name, asserted in place:
 *
 * ```ts
 * const { output } = net.apply(params)(x)
 * //      ^? Tensor<[Seq<4>, Batch<2>, Feature<3>]>
 * ```
 *
 * `^` stands below the name. The text is all that the editor shows after `const output: `; for a thing that is no
 * value (a type alias, a function declaration) it is all that the editor shows. Runs of white space count as one blank.
 */
import { dirname, join, resolve } from 'node:path'
import ts5 from 'typescript5'
import ts6 from 'typescript6'

export interface Query {
  readonly file: string
  /** Line and column of the name, counted from 0 as editors do. */
  readonly line: number
  readonly column: number
  readonly expected: string
}

/** Anything that tells what an editor shows at a place; no hover at all is the empty text. */
export type Hover = (query: Query) => Promise<string>

/** The queries of one fixture. Throws when a query stands on the first line, where there is nothing above it. */
export const parseQueries = (file: string, text: string): Query[] => {
  const queries: Query[] = []
  // The last line that is code: several queries may follow it.
  let code = -1
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const expected = /^\s*\/\/[ ]*\^\?\s*(.*?)\s*$/.exec(line)?.[1]
    if (expected === undefined) code = index
    else if (code < 0) throw new Error(`${file}:${index + 1} there is no line above this hover`)
    else if (expected === '') throw new Error(`${file}:${index + 1} this hover expects nothing`)
    else queries.push({ file, line: code, column: line.indexOf('^'), expected })
  }
  return queries
}

/** `(property) RNN<...>.output: Tensor<...>` becomes `Tensor<...>`. */
const typeShown = (display: string): string => {
  const [, type] = /^(?:const|let|var|\([a-z ]+\)) [^:(]+: (.*)$/.exec(display) ?? []
  return type ?? display
}

/** What is wrong with one hover, or nothing. */
export const judgeHover = ({ file, line, column, expected }: Query, display: string): string | undefined => {
  const shown = typeShown(display.replace(/\s+/g, ' ').trim())
  return shown === expected ? undefined : `${file}:${line + 1}:${column + 1} shows '${shown}', not '${expected}'`
}

type Compiler = typeof ts6

/** TypeScript 5 and 6 as an editor runs them, through the JavaScript API of the language service. */
const languageService = (ts: Compiler, configFile: string): Hover => {
  const folder = resolve(dirname(configFile))
  const config = ts.readConfigFile(configFile, ts.sys.readFile)
  const { options, fileNames } = ts.parseJsonConfigFileContent(config.config, ts.sys, folder)
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => fileNames,
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const text = ts.sys.readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    realpath: ts.sys.realpath ?? ((path) => path),
  })
  return async ({ file, line, column }) => {
    const path = join(process.cwd(), file)
    const source = service.getProgram()?.getSourceFile(path)
    if (source === undefined) throw new Error(`${file} is not in ${configFile}`)
    const position = source.getPositionOfLineAndCharacter(line, column)
    return (
      service
        .getQuickInfoAtPosition(path, position)
        ?.displayParts?.map(({ text }) => text)
        .join('') ?? ''
    )
  }
}

export const hoverOfTypeScript6 = (configFile: string): Hover => languageService(ts6, configFile)

/** The cast: both versions have the members used above, but their enums are different types by name. */
export const hoverOfTypeScript5 = (configFile: string): Hover => languageService(ts5 as unknown as Compiler, configFile)
