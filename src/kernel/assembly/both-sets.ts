/** The modules of both instruction sets as one code, in which what they have in common stands once. */
import { type ModuleSource, type Part, partsOf } from './encoding.js'
import { nextOdd, plus, times } from './instruction.js'
import { fma, type Isa, mulAdd } from './isa.js'
import type { Marks } from './squeezed.js'

/** Of both sets, or of one each: fma, mul-add. Numbers that are no bytes are those of instruction.ts. */
export type Piece =
  | { readonly both: readonly number[] }
  | { readonly own: readonly [readonly number[], readonly number[]] }

const isEqual = (ours: readonly number[], theirs: readonly number[]): boolean =>
  ours.length === theirs.length && ours.every((byte, i) => byte === theirs[i])

/** The parts of both modules in an order that is that of each, those of one name as one piece. */
const merge = (ours: readonly Part[], theirs: readonly Part[]): readonly Piece[] => {
  const rest = [...theirs]
  const pieces: Piece[] = []
  for (const part of ours) {
    const place = rest.findIndex(({ name }) => name === part.name)
    for (const alone of rest.splice(0, Math.max(place, 0))) pieces.push({ own: [[], alone.code] })
    const twin = place < 0 ? [] : (rest.shift()?.code ?? [])
    pieces.push(isEqual(part.code, twin) ? { both: twin } : { own: [part.code, twin] })
  }
  return [...pieces, ...rest.map((alone): Piece => ({ own: [[], alone.code] }))]
}

/** Neighbours of one kind as one. */
const join = (pieces: readonly Piece[]): readonly Piece[] =>
  pieces.reduce<Piece[]>((joined, piece) => {
    const last = joined.at(-1)
    if (last !== undefined && 'both' in last && 'both' in piece)
      joined.splice(-1, 1, { both: [...last.both, ...piece.both] })
    else if (last !== undefined && 'own' in last && 'own' in piece)
      joined.splice(-1, 1, {
        own: [
          [...last.own[0], ...piece.own[0]],
          [...last.own[1], ...piece.own[1]],
        ],
      })
    else joined.push(piece)
    return joined
  }, [])

export const piecesOf = (source: (isa: Isa) => ModuleSource): readonly Piece[] =>
  join(merge(partsOf(fma, source(fma)), partsOf(mulAdd, source(mulAdd))))

const codeOf = (piece: Piece): readonly number[] => ('both' in piece ? piece.both : piece.own.flat())

/** Bytes that the pieces have no use for. */
export const marksOf = (pieces: readonly Piece[]): Marks => {
  const used = new Set(pieces.flatMap(codeOf))
  const [first, second, third, fourth] = Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => !used.has(byte),
  )
  if (first === undefined || second === undefined || third === undefined || fourth === undefined)
    throw new Error('the kernel has every byte, and none is left for marks')
  return { times: first, plus: second, nextOdd: third, turn: fourth }
}

/** The pieces one after the other, with marks for what is no byte and for where a set's own code begins and ends. */
export const markedCode = (pieces: readonly Piece[], marks: Marks): readonly number[] => {
  const known = new Map([
    [times, marks.times],
    [plus, marks.plus],
    [nextOdd, marks.nextOdd],
  ])
  const { turn } = marks
  return pieces
    .flatMap((piece) => ('both' in piece ? piece.both : [turn, ...piece.own[0], turn, ...piece.own[1], turn]))
    .map((byte) => known.get(byte) ?? byte)
}
