/** Hostile `.pt` files end in a reason, in bounded time and room: damaged ones of PyTorch, and programs that no PyTorch writes. */

import fc from 'fast-check'
import { either as E } from 'fp-ts'
import { describe, expect, test } from 'vitest'
import { parse } from '../../src/interop/torch.js'
import { readJson } from '../golden/read.js'
import { beginnings, damaged, reasonInTime, reasonOf } from './hostile.js'
import { zip, zip64 } from './zip-file.js'

interface Golden {
  readonly files: readonly { readonly name: string; readonly file: string }[]
}
const files = [...readJson<Golden>('torch-files.json').files, ...readJson<Golden>('torch-refused.json').files].map(
  ({ name, file }) => ({ name, bytes: new Uint8Array(Buffer.from(file, 'base64')) }),
)
const fileOf = (name: string): Uint8Array =>
  files.find((file) => file.name === name)?.bytes ?? expect.unreachable(`no golden ${name}`)

/** A pickle as a program: each part is the bytes of an instruction. */
const pickle = (...parts: readonly (string | number | Uint8Array)[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(typeof part === 'number' ? [part] : part),
    ),
  )

const archive = (program: Uint8Array, ...rest: (readonly [string, Uint8Array])[]): Uint8Array =>
  zip([['a/data.pkl', program], ...rest])

/** The reason why a zip file with this program is refused, found in bounded time. */
const reasonFor = (program: Uint8Array): string | undefined => reasonInTime(() => parse(archive(program)))

describe('damaged files', () => {
  test('every beginning of a file is refused', () => {
    for (const name of ['zip, protocol 2', 'legacy, protocol 2', 'legacy, empty'])
      for (const bytes of beginnings(fileOf(name))) expect(reasonOf(parse(bytes))).toMatch(/\w/)
  })

  test('a file with changed bytes is taken or refused, and never throws', () => {
    let refused = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...files).chain(({ bytes }) => damaged(bytes)),
        (bytes) => {
          const read = parse(bytes)
          if (E.isLeft(read)) refused++
          else {
            const total = Object.values(read.right).reduce((sum, { data }) => sum + data.byteLength, 0)
            expect(total).toBeLessThanOrEqual(2 ** 26 + 4 * bytes.length)
          }
        },
      ),
      { numRuns: 4000 },
    )
    expect(refused).toBeGreaterThan(1000)
  })

  test('changed bytes where they hurt most: in the pickle, and in the directory', () => {
    const good = fileOf('zip, strided')
    fc.assert(
      fc.property(damaged(good, 60, 2500), (bytes) => void parse(bytes)),
      { numRuns: 3000 },
    )
    fc.assert(
      fc.property(damaged(good, good.length - 400), (bytes) => void parse(bytes)),
      { numRuns: 3000 },
    )
    const legacy = fileOf('legacy, strided')
    fc.assert(
      fc.property(damaged(legacy, 0, 2500), (bytes) => void parse(bytes)),
      { numRuns: 3000 },
    )
  })

  test('random bytes behind the signatures of both formats', () => {
    const random = fc.uint8Array({ maxLength: 200 })
    fc.assert(fc.property(random, (bytes) => void parse(bytes)))
    fc.assert(fc.property(random, (bytes) => void parse(pickle('PK\x03\x04', bytes, 'PK\x05\x06', new Uint8Array(18)))))
    fc.assert(
      fc.property(random, (bytes) => void parse(archive(pickle(0x80, 2, bytes)))),
      { numRuns: 2000 },
    )
    const opcode = fc.constantFrom(...'(0N\x88\x89JKM\x8aGUX\x8cCB)\x85\x86\x87t]ae}sqr\x94hjcRbQ.')
    const program = fc.array(fc.tuple(opcode, fc.constantFrom('', '\x00', '\x01', '\x01x', '\x01\x00\x00\x00x')))
    fc.assert(
      fc.property(program, (parts) => void parse(archive(pickle(0x80, 2, ...parts.flat(), '.')))),
      { numRuns: 3000 },
    )
  })

  test('what is no bytes', () => {
    const untyped = parse as (bytes: unknown) => ReturnType<typeof parse>
    for (const wrong of [undefined, null, 'x', [], {}, 7])
      expect(reasonOf(untyped(wrong))).toBe('bytes must be a Uint8Array or an ArrayBuffer')
  })
})

describe('programs', () => {
  test('a list that holds itself, and a dict that does', () => {
    expect(reasonFor(pickle(0x80, 2, ']q\x00h\x00a.'))).toBe(
      'the file holds a list, but a state dict is a dict of tensors',
    )
    expect(reasonFor(pickle(0x80, 2, '}q\x00X\x01\x00\x00\x00xh\x00s.'))).toContain(
      'the file holds { "x": a dict of 1 key }',
    )
    expect(reasonFor(pickle(0x80, 4, ']q\x00h\x00ah\x00\x93.'))).toContain('names a global by what is no text')
    expect(reasonFor(pickle(0x80, 4, ']q\x00h\x00ah\x00Q.'))).toBe(
      'the pickle asks for something outside that is no storage',
    )
  })

  test('a list in a list in a list, and one that doubles', () => {
    expect(reasonFor(pickle(0x80, 2, ']'.repeat(1e5), 'a'.repeat(1e5 - 1), '.'))).toContain('the file holds a list')
    const doubled = Array.from({ length: 200 }, (_, i) =>
      pickle(']q', i, '(h', i - 1 + (i === 0 ? 1 : 0), 'h', i - 1 + (i === 0 ? 1 : 0), 'e'),
    )
    expect(reasonFor(pickle(0x80, 2, ...doubled, '.'))).toContain('the file holds a list')
  })

  test('more of anything than there may be', () => {
    expect(reasonFor(pickle(0x80, 2, 'N'.repeat(2 ** 17 + 1)))).toContain('needs a stack of more than 131072 values')
    expect(reasonFor(pickle(0x80, 2, ']0'.repeat(2 ** 20 + 1)))).toContain('makes more than 1048576 objects')
    const memory = Buffer.alloc(5 * (2 ** 20 + 1), 'r')
    for (let i = 0; i <= 2 ** 20; i++) memory.writeUInt32LE(i * 4000, 5 * i + 1)
    expect(reasonFor(pickle(0x80, 2, 'N', memory))).toContain('remembers more than 1048576 values')
    expect(reasonFor(pickle(0x80, 2, 'N0'.repeat(2 ** 25), 'N.'))).toContain('has more than 67108864 bytes')
  })

  test('a long list as the shape of many tensors', () => {
    const numbers = pickle('(', 'K\x01'.repeat(1e5), 'tq\x00')
    const rebuild = 'ctorch._utils\n_rebuild_tensor_v2\nq\x01'
    const storage = '(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQq\x02'
    const tensors = 'h\x01(h\x02K\x00h\x00h\x00\x89)tR0'.repeat(2e4)
    expect(reasonFor(pickle(0x80, 2, numbers, rebuild, storage, tensors, '.'))).toBe(
      'a tensor has an offset, a shape or strides that are no integers of 0 or more',
    )
  })

  test.each<[string, string]>([
    ['.', 'takes more from its stack than there is'],
    ['0.', 'takes more from its stack than there is'],
    ['\x86.', 'takes more from its stack than there is'],
    ['t.', 'takes more from its stack than there is'],
    ['q\x00.', 'takes more from its stack than there is'],
    ['Na.', 'takes more from its stack than there is'],
    ['NNa.', 'appends to what is no list'],
    ['NNNs.', 'sets items of what is no dict'],
    ['}(Nu.', 'sets items of what is no dict'],
    ['h\x07.', 'recalls a value that it does not remember'],
    ['N)R.', 'calls what is no function'],
    ['ccollections\nOrderedDict\nNR.', 'calls what is no function'],
    [']Nb.', 'gives attributes to what is no dict'],
    ['X\xff\xff\xff\xff.', 'ends in the middle'],
    ['\x8d\xff\xff\xff\xff\xff\xff\xff\xff.', 'ends in the middle'],
    ['X\x01\x00\x00\x00\xff.', 'has a text that is no UTF-8'],
    ['ctorch', 'has a name without an end'],
    ['(', 'ends in the middle'],
    ['P7\n.', 'has the instruction 0x50, which no state dict needs'],
    ['I1\n.', 'has the instruction 0x49'],
    ['cos\nsystem\n', 'the file asks for "os.system"'],
    ['(S"ls"\nios\nsystem\n.', 'has the instruction 0x53'],
    ['(ios\nsystem\n.', 'has the instruction 0x69'],
    ['c__builtin__\neval\n', 'the file asks for "__builtin__.eval"'],
    ['\x8c\x08builtins\x8c\x04exec\x93.', 'the file asks for "builtins.exec"'],
    ['ctorch._utils\n_rebuild_tensor_v2\n)R.', 'a tensor has no storage or no dtype'],
    ['ctorch._utils\n_rebuild_parameter\n)R.', 'a parameter is no tensor'],
    ['c__proto__\nx\n', 'the file asks for "__proto__.x"'],
    ['ccollections\nOrderedDict\n\x81.', 'has the instruction 0x81'],
    ['\x82\x01', 'has the instruction 0x82'],
  ])('%#', (program, reason) => {
    expect(reasonFor(pickle(0x80, 2, program))).toContain(reason)
  })

  test('a view that says its numbers are conjugates or negated', () => {
    const storage =
      '(X\x07\x00\x00\x00storagectorch\nFloatStorage\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x01tQK\x00K\x01\x85K\x01\x85\x89)'
    const view = (rebuild: string, rest: string) =>
      parse(
        archive(pickle(0x80, 2, `}X\x01\x00\x00\x00wctorch._utils\n${rebuild}\n(`, storage, rest, 'tRs.'), [
          'a/data/0',
          new Uint8Array(4),
        ]),
      )
    const negated = '}X\x03\x00\x00\x00neg\x88s'
    expect(reasonOf(view('_rebuild_tensor_v2', negated))).toBe(
      'a tensor is a conjugate or negated view: save x.resolve_conj().resolve_neg()',
    )
    expect(reasonOf(view('_rebuild_tensor_v3', `ctorch\nfloat32\n${negated}`))).toContain('conjugate or negated view')
    expect(E.isRight(view('_rebuild_tensor_v2', '}'))).toBe(true)
    expect(E.isRight(view('_rebuild_tensor_v3', 'ctorch\nfloat32\nN'))).toBe(true)
  })

  test('what a checkpoint may hold beside its state dict', () => {
    const text = (x: string) => `X${String.fromCharCode(x.length)}\x00\x00\x00${x}`
    for (const beside of [
      'ccollections\nCounter\n}K\x05K\x01s\x85R', // the milestones of MultiStepLR
      `c_codecs\nencode\n${text('abc')}${text('latin1')}\x86R`, // bytes, in protocol 2
    ]) {
      const file = archive(pickle(0x80, 4, `}(${text('model')}}${text('beside')}${beside}u.`))
      expect(parse(file, { key: 'model' })).toStrictEqual(E.right({}))
    }
  })

  test('protocols 0, 1 and 6', () => {
    expect(reasonFor(pickle('(dp0\n.'))).toContain('is not of protocol 2 to 5')
    expect(reasonFor(pickle(0x80, 1, '}.'))).toContain('is not of protocol 2 to 5')
    expect(reasonFor(pickle(0x80, 6, '}.'))).toContain('is not of protocol 2 to 5')
    expect(reasonFor(pickle(0x80, 5, '}.'))).toBe(undefined)
  })
})

describe('zip archives', () => {
  const empty = pickle(0x80, 2, '}.')
  const parts = [['a/data.pkl', empty]] as const

  test('numbers in the fields of ZIP64', () => {
    expect(reasonOf(parse(zip64(parts)))).toBe(undefined)
    expect(reasonOf(parse(zip64(parts, { without: 'numbers' })))).toContain('lacks its size in the zip directory')
    expect(reasonOf(parse(zip64(parts, { without: 'end' })))).toBe('the zip directory is not where its locator says')
  })

  test('names that stand twice, files that overlap', () => {
    expect(reasonOf(parse(zip([...parts, ...parts])))).toContain('stands twice in the zip directory')
    const many = zip(
      Array.from({ length: 50 }, (_, i) => [`a/data/${i}`, new Uint8Array(i === 0 ? 10_000 : 0)] as const),
    )
    const view = new DataView(many.buffer)
    // Every entry of the directory says that it is as long as the first.
    for (let at = 0; at + 4 < many.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) {
        view.setUint32(at + 20, 10_000, true)
        view.setUint32(at + 24, 10_000, true)
      }
    expect(reasonOf(parse(many))).toBe('the files in the zip archive overlap')
  })

  test('a directory of more entries than it has bytes', () => {
    const file = zip(parts)
    new DataView(file.buffer).setUint16(file.length - 12, 0xffff, true)
    expect(reasonOf(parse(file))).toBe('the zip directory is broken')
  })

  test('a signature inside a comment is not the end', () => {
    const comment = pickle('PK\x05\x06', new Uint8Array(40))
    const file = zip(parts)
    const whole = Buffer.concat([file, comment])
    whole.writeUInt16LE(comment.length, file.length - 2)
    expect(reasonOf(parse(whole))).toBe(undefined)
  })
})
