/** ARCHITECTURE.md lists the files with casts, all of them and no other. */

import { readFileSync } from 'node:fs'
import ts from 'typescript6'
import { expect, test } from 'vitest'
import { filesIn } from '../../scripts/files.js'

const hasCast = (file: string): boolean => {
  const visit = (node: ts.Node): boolean =>
    (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) || ts.forEachChild(node, visit) === true
  const text = readFileSync(file, 'utf8')
  // Most files have no such word, and need not be parsed.
  return /\bas\b/.test(text) && visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true))
}

test('the list of casts is true', () => {
  const text = readFileSync('ARCHITECTURE.md', 'utf8').split('## The casts')[1]?.split('## ')[0] ?? ''
  const listed = [...text.matchAll(/^\| `(src\/[^`]+)` \| .{10,} \|$/gm)].map(([, file]) => file)
  const found = ['src', 'types'].flatMap((folder) => filesIn(folder, /\.ts$/)).filter(hasCast)
  expect(listed.sort()).toEqual(found.map((file) => file.replaceAll('\\', '/')).sort())
})
