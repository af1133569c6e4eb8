/** Holds the public surface to its documentation: each export has a doc comment, and each function an example. */
import { resolve } from 'node:path'
import ts from 'typescript6'

/** The exports of these files (from the project's root) that lack a doc comment or an example, one line each. */
export const undocumented = (sources: readonly string[]): string[] => {
  const options = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, strict: true, types: [] }
  const program = ts.createProgram(
    sources.map((source) => resolve(source)),
    options,
  )
  const checker = program.getTypeChecker()
  return sources.flatMap((source) => {
    const file = program.getSourceFile(resolve(source))
    const module = file && checker.getSymbolAtLocation(file)
    if (module === undefined) return [`${source} is no module`]
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      // A declaration may be documented where it stands, or where it is exported under its public name.
      const both = [symbol, exported]
      const described = both.some((s) => s.getDocumentationComment(checker).length > 0)
      const example = both.some((s) => s.getJsDocTags(checker).some(({ name }) => name === 'example'))
      const isFunction =
        (symbol.flags & ts.SymbolFlags.Value) !== 0 && checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0
      return [
        ...(described ? [] : [`${source}: ${exported.name} has no doc comment`]),
        ...(isFunction && !example ? [`${source}: ${exported.name} has no @example`] : []),
      ]
    })
  })
}
