import { describe, expect, test } from 'vitest'
import { parseDiagnostics } from '../../scripts/compilers.js'
import { compareErrors, parseMarkers } from '../../scripts/expect-errors.js'

const file = 'type-tests/errors/input.mts'
const sentence = 'input has feature 6, but this RNN takes feature 5'
const lines = (...text: string[]) => text.join('\n')

/** What a compiler prints for an argument that does not fit, at this line and column. */
const said = (line: number, column: number, text = sentence) =>
  `${file}(${line},${column}): error TS2345: Argument of type 'Tensor<[Feature<6>]>' is not assignable to parameter of type '"${text}"'.`

const compare = (fixture: string, output: string) =>
  compareErrors(parseMarkers(file, fixture), parseDiagnostics(output))

const plain = lines('const x = 1', `// ! ${sentence}`, 'run(x, wrong)', '//     ^^^^^', 'run(x)')
const broken = lines(`// ! ${sentence}`, 'run(', '  x,', '  wrong,', '  //^', ')', 'const y = 2')
const nested = lines('rnn({', '  inputSize: 5,', '  // ! dropout is within 0 and 1', '  dropout: 2,', '})')

describe('a marked statement', () => {
  test('with its error is right', () => {
    expect(compare(plain, said(3, 8))).toEqual([])
  })

  test('that compiles is told', () => {
    expect(compare(plain, '')).toEqual([`${file}:2 compiles, but should say: ${sentence}`])
  })

  test('with another sentence is told', () => {
    const failures = compare(plain, said(3, 8, 'input has feature 6'))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain(`${file}:2 says: ${file}:3:8 TS2345: Argument of type`)
    expect(failures[0]).toContain(`but should say: ${sentence}`)
  })

  test('with more or less around the sentence is told', () => {
    expect(compare(plain, said(3, 8, `${sentence}, really`))).toHaveLength(1)
    expect(compare(plain, said(3, 8, `the ${sentence}`))).toHaveLength(1)
  })

  test('with two errors is told', () => {
    const failures = compare(plain, lines(said(3, 1), said(3, 8)))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain(`${file}:2 gives 2 errors, not one`)
  })

  test('with an error of several lines is told', () => {
    const failures = compare(plain, lines(said(3, 8), "  Type 'a' is not assignable to type 'b'.", "    Type 'c' ..."))
    expect(failures).toHaveLength(1)
    expect(failures[0]).toContain(`${file}:2 takes 3 lines, not one`)
  })

  test('with an error beside the carets is told', () => {
    expect(compare(plain, said(3, 1))).toEqual([
      `${file}:2 stands at line 3, column 1, not on the carets (line 3, column 8)`,
    ])
  })

  test('may be broken over lines; the carets stand below any of them', () => {
    expect(compare(broken, said(4, 3))).toEqual([
      `${file}:1 stands at line 4, column 3, not on the carets (line 4, column 5)`,
    ])
    expect(compare(broken, said(4, 5))).toEqual([])
  })

  test('may be a property inside a call', () => {
    expect(compare(nested, said(4, 3, 'dropout is within 0 and 1'))).toEqual([])
    expect(compare(nested, said(1, 5, 'dropout is within 0 and 1'))).toHaveLength(2)
  })

  test('may carry a code and a whole message', () => {
    const fixture = lines("// ! TS2339: Property 'w' does not exist on type 'P'.", 'p.w')
    const output = (code: string, message: string) => `${file}(2,3): error ${code}: ${message}`
    expect(compare(fixture, output('TS2339', "Property 'w' does not exist on type 'P'."))).toEqual([])
    expect(compare(fixture, output('TS2551', "Property 'w' does not exist on type 'P'."))).toHaveLength(1)
    expect(compare(fixture, output('TS2339', "Property 'w' does not exist on type 'P'. Really."))).toHaveLength(1)
  })

  test('may have quotes in its sentence', () => {
    expect(compare(lines('// ! unknown "b"', 'f(b)'), said(2, 3, 'unknown \\"b\\"'))).toEqual([])
  })
})

describe('an error that nobody expects is told', () => {
  test('on an unmarked line, in another file, and without a place', () => {
    const elsewhere = 'type-tests/errors/other.mts(3,8): error TS2345: no'
    const nowhere = 'error TS18003: No inputs were found in config file.'
    const failures = compare(plain, lines(said(3, 8), said(5, 1), elsewhere, nowhere))
    expect(failures).toHaveLength(3)
    for (const failure of failures) expect(failure).toMatch(/^unexpected error: /)
  })
})

describe('a fixture that means nothing is refused', () => {
  test.each([
    [
      'no statement',
      lines('// ! a sentence', '', 'f(x)'),
      `${file}:1 no statement begins on the line below this marker`,
    ],
    ['no sentence', lines('// !', 'f(x)'), `${file}:1 this marker has no sentence`],
    ['lonely carets', lines('f(x)', '// ^'), `${file}:2 these carets belong to no marker`],
  ])('%s', (_, fixture, message) => {
    expect(() => parseMarkers(file, fixture)).toThrow(message)
  })
})
