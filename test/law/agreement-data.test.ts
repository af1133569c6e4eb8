/**
 * Data that stands in place is counted by the compiler, by the rules by which the run time counts it: what one refuses the other refuses, in the same
 * words. Only names, and elements behind the first one that are no numbers, are left to the run time.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { ShapeError } from '../../src/index.js'
import { compileBlocks } from './compile-blocks.js'

type Data = number | readonly Data[]

interface Program {
  /** The axes as they are written. */
  readonly axes: string
  readonly named: boolean
  readonly data: Data
}

const nested = (sizes: readonly number[]): Data => {
  const [first, ...rest] = sizes
  return first === undefined ? 1 : Array.from({ length: first }, () => nested(rest))
}

const flat = (sizes: readonly number[]): Data => Array.from({ length: sizes.reduce((a, b) => a * b, 1) }, (_, i) => i)

const withItem = (data: readonly Data[], at: number, item: Data): readonly Data[] =>
  data.map((one, i) => (i === at ? item : one))

/** The data with one of its parts changed: the choices say which, from the outermost list inwards. */
const changed = (data: Data, [choice = 0, ...choices]: readonly number[]): Data => {
  if (typeof data === 'number') return choice % 2 ? [data] : data
  const at = choice % (data.length + 1)
  const inner = data[at]
  if (choices.length > 0 && inner !== undefined) return withItem(data, at, changed(inner, choices))
  return (
    [data.slice(1), [...data, data[0] ?? 1], data.length > 0 ? withItem(data, at % data.length, 1) : [1], 1][
      choice % 4
    ] ?? 1
  )
}

const programs: fc.Arbitrary<Program> = fc
  .record({
    sizes: fc
      .array(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })
      .filter((all) => all.reduce((a, b) => a * b, 1) < 200),
    name: fc.option(fc.nat(2)),
    isFlat: fc.boolean(),
    choices: fc.array(fc.nat(12), { maxLength: 3 }),
  })
  .map(({ sizes, name, isFlat, choices }) => {
    const data = isFlat ? flat(sizes) : nested(sizes)
    const axes = sizes.map((n, i) => `axis('role${i}', ${name === i ? `'N', ` : ''}${n})`)
    return {
      axes: `[${axes.join(', ')}]`,
      named: name !== null && name < sizes.length,
      data: choices.length > 0 ? changed(data, choices) : data,
    }
  })

const callOf = ({ axes, data }: Program): string => `tensor(${axes}, ${JSON.stringify(data)})`

/** What the run time says; undefined where it takes the data. */
const spoken = (program: Program): string | undefined => {
  try {
    new Function('tensor', 'axis', callOf(program))(shapefold.tensor, shapefold.axis)
    return undefined
  } catch (error) {
    if (error instanceof ShapeError) return error.message
    throw error
  }
}

/** What the types can't know, or don't look at. */
const isLeft = ({ named }: Program, sentence: string): boolean =>
  named || (/ is an array, but the data must be numbers$/.test(sentence) && !/\[0\] is/.test(sentence))

/** What the compiler says of a number where a list belongs: its own words, by the constraint of the parameter. */
const noList = "is not assignable to parameter of type 'TensorData'"

describe('tensor of data that stands in place', () => {
  const numbers = (length: number): readonly number[] => Array.from({ length }, (_, i) => i)
  const rows = (length: number): readonly Data[] => numbers(length).map((i) => [i, i, i])
  // As long as no recursion over elements could be.
  const long: readonly Program[] = [numbers(2000), numbers(1999), rows(2000), [...rows(1998), [1, 2], [1, 2, 3]]].map(
    (data) => ({ axes: `[axis('a', 2000), axis('b', ${data[0] === 0 ? 1 : 3})]`, named: false, data }),
  )
  const drawn = [...long, ...fc.sample(programs, { numRuns: 600, seed: 20261129 })]
  const verdicts = compileBlocks(
    "import { axis, tensor } from '../../src/index.js'",
    drawn.map((program) => ({ code: `const made = ${callOf(program)}`, result: 'made' })),
  )

  test('the compiler and the run time say the same', () => {
    for (const [i, program] of drawn.entries()) {
      const sentence = spoken(program)
      const verdict = verdicts[i]
      const said = verdict?.ok === false ? verdict.errors.join() : undefined
      const isNumber = typeof program.data === 'number'
      // Of a named axis the run time may find a fault before the one that the compiler finds.
      if (said !== undefined && program.named) expect(sentence, callOf(program)).toBeDefined()
      else if (said !== undefined) expect(said, callOf(program)).toContain(isNumber ? noList : `'"${sentence}"'`)
      else if (sentence !== undefined) expect(isLeft(program, sentence), `${callOf(program)}: ${sentence}`).toBe(true)
    }
  })

  test('long data is no other', () => {
    expect(long.map(spoken)).toEqual([
      undefined,
      '1999 numbers were given, but (a 2000, b 1) holds 2000',
      undefined,
      'the data is ragged: data[1998] has length 2, but the lists before it along axis 1 have 3',
    ])
  })

  test('both speak of many faults, and take much', () => {
    const sentences = drawn.map(spoken)
    expect(sentences.filter((sentence) => sentence === undefined).length).toBeGreaterThan(50)
    for (const words of [
      /numbers were given/,
      /of the data has length/,
      /ragged/,
      /is a number, but/,
      /is an array, but/,
    ])
      expect(sentences.filter((sentence) => sentence !== undefined && words.test(sentence)).length).toBeGreaterThan(0)
  })
})
