/** docs/errors.md tells of every sentence there is, word for word, and of no other. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { templates } from '../../types/message.js'

/** The entries of the page: a heading, the sentence, what causes it, and how to mend it. */
const entries = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((entry) => {
    const [rule = '', ...paragraphs] = entry.split(/\n\n(?=\S)/).map((text) => text.trim())
    return { rule, paragraphs: paragraphs.filter((text) => !text.startsWith('## ')) }
  })

describe('docs/errors.md', () => {
  test('has the rules of types/sentences.ts, in the order of types/message.ts', () => {
    expect(entries.map(({ rule }) => rule)).toEqual(Object.keys(templates))
  })

  test.each(Object.entries(templates))('%s: the sentence, a cause, a mend', (name, sentence) => {
    const { paragraphs = [] } = entries.find(({ rule }) => rule === name) ?? {}
    const [quote = '', cause = '', mend = '', ...more] = paragraphs
    expect(quote).toBe(`> ${sentence}`)
    expect(cause).toMatch(/^[^*>].{10,}\.$/)
    expect(mend).toMatch(/^\*\*Mend:\*\* .{3,}\.$/)
    expect(more).toEqual([])
  })
})
