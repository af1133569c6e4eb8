/**
 * The compiler's verdict on many small programs in one run: the other half of the agreement law, which says that the
 * types accept a program exactly when the run time does, with the shape that the run time gives.
 */
import { dirname, join } from 'node:path'
import ts from 'typescript6'

/** One small program: statements, and the name of the variable whose type is asked for. */
export interface Block {
  readonly code: string
  readonly result: string
}

/** What the compiler says of a block: its errors, or the type of its result when there are none. */
export type Verdict =
  | { readonly ok: true; readonly type: string }
  | { readonly ok: false; readonly errors: readonly string[] }

/** A file that is on no disk: its folder is where relative imports of the prelude start from. */
const virtualFile = join(import.meta.dirname, 'blocks.generated.ts')

/** Read once: files that are on disk do not change while the tests run, and the standard library is most of what a program parses. */
const sources = new Map<string, ts.SourceFile | undefined>()

const readOptions = (): ts.CompilerOptions => {
  const config = join(import.meta.dirname, '..', '..', 'tsconfig.json')
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    dirname(config),
  )
  // A block makes values only to be judged.
  return { ...options, noUnusedLocals: false, noUnusedParameters: false }
}

const createProgram = (text: string): { program: ts.Program; source: ts.SourceFile } => {
  const options = readOptions()
  const host = ts.createCompilerHost(options)
  const source = ts.createSourceFile(virtualFile, text, ts.ScriptTarget.ES2022, true)
  source.impliedNodeFormat = ts.ModuleKind.ESNext
  const program = ts.createProgram([virtualFile], options, {
    ...host,
    fileExists: (file) => file === virtualFile || host.fileExists(file),
    readFile: (file) => (file === virtualFile ? text : host.readFile(file)),
    getSourceFile: (file, ...rest) => {
      if (file === virtualFile) return source
      if (!sources.has(file)) sources.set(file, host.getSourceFile(file, ...rest))
      return sources.get(file)
    },
  })
  return { program, source }
}

const textOf = ({ messageText }: ts.Diagnostic): string => ts.flattenDiagnosticMessageText(messageText, '\n')

/** The variable of this name that is declared in a block itself, not in a function within it. */
const variable = (block: ts.Block, name: string): ts.Identifier | undefined => {
  const names = (binding: ts.BindingName): ts.Identifier[] =>
    ts.isIdentifier(binding)
      ? [binding]
      : binding.elements.flatMap((element) => (ts.isBindingElement(element) ? names(element.name) : []))
  return block.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations.flatMap((declaration) => names(declaration.name)))
    .find((identifier) => identifier.text === name)
}

/**
 * Compiles all blocks as one source file and gives one verdict for each, in order. The prelude (the imports) stands
 * above them; each block has a scope of its own, and its errors are its own alone.
 *
 * Throws when the prelude has an error, when a block can't be parsed, or when a block that compiles has no such result:
 * these are faults of the generator of programs, and must not pass for a verdict.
 */
export const compileBlocks = (prelude: string, blocks: readonly Block[]): Verdict[] => {
  const text = [prelude, ...blocks.map(({ code }) => `{\n${code}\n}`), ''].join('\n')
  const { program, source } = createProgram(text)
  const [syntax] = program.getSyntacticDiagnostics(source)
  if (syntax !== undefined) {
    const { line } = source.getLineAndCharacterOfPosition(syntax.start)
    throw new Error(`can't parse this line: ${text.split('\n')[line]} (${textOf(syntax)})`)
  }
  const below = source.statements.filter((statement) => statement.getStart(source) > prelude.length)
  const scopes = below.filter(ts.isBlock)
  if (below.length !== blocks.length || scopes.length !== blocks.length) {
    throw new Error(`${blocks.length} blocks became ${below.length} statements`)
  }

  const errors: string[][] = blocks.map(() => [])
  for (const diagnostic of [...program.getGlobalDiagnostics(), ...program.getSemanticDiagnostics(source)]) {
    const start = diagnostic.start ?? -1
    const owner = scopes.findIndex((scope) => scope.pos <= start && start < scope.end)
    const own = errors[owner]
    if (own === undefined) throw new Error(`the prelude does not compile: ${textOf(diagnostic)}`)
    own.push(textOf(diagnostic))
  }

  const checker = program.getTypeChecker()
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope
  return scopes.map((scope, index): Verdict => {
    const own = errors[index] ?? []
    if (own.length > 0) return { ok: false, errors: own }
    const name = blocks[index]?.result ?? ''
    const found = variable(scope, name)
    if (found === undefined) throw new Error(`a block has no variable '${name}': ${scope.getText(source)}`)
    return { ok: true, type: checker.typeToString(checker.getTypeAtLocation(found), found, flags) }
  })
}
