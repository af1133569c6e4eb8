/**
 * The module that reads what squeezed.ts tells of: the kernel unpacks itself at some nanoseconds a byte, where JavaScript that runs for the first time
 * would take a hundred. It uses nothing of SIMD, so that every host with WebAssembly takes it.
 *
 *     unsqueeze(to, end)                 reads the letters at `places.letters` until there is code from `to` to `end`
 *     resolve(from, end, to, skipped)    gives the code of one instruction set, and returns where it ends
 *
 * A text that may copy from others is read behind them, by the same instance, since its slots go on with what they have learned.
 */
import { pages, places } from '../squeezed-places.js'
import type { ModuleSource } from './encoding.js'
import {
  advance,
  ask,
  branchIf,
  type Code,
  define,
  defineInt,
  type Int,
  i32,
  loop,
  loopWhile,
  setInt,
  when,
} from './instruction.js'
import { fma, type Isa, mulAdd } from './isa.js'
import { digits, firstLetter, leastState, leftOut, type Marks, probabilityBits, slots, slowest } from './squeezed.js'

const all = 2 ** probabilityBits

/** The answer in a slot; the twin of `Slots` in squeeze.ts. */
const answer = defineInt('answer', { slot: 'i32' }, ({ slot }, local) => {
  const state = local('i32')
  const next = local('i32')
  const digit = local('i32')
  const likely = local('i32')
  const part = local('i32')
  const yes = local('i32')
  const seen = local('i32')
  return [
    [
      setInt(slot, i32.shl(slot, 3)),
      setInt(state, i32.load(places.state)),
      setInt(next, i32.load(places.next)),
      loopWhile(i32.below(state, leastState), [
        setInt(digit, i32.loadByte(next)),
        setInt(state, i32.sub(i32.add(i32.mul(state, digits), digit), i32.add(i32.lt(leftOut, digit), firstLetter))),
        advance(next, 1),
      ]),
      i32.store(places.next, next),
      setInt(likely, i32.load(slot, places.slots)),
      setInt(part, i32.or(i32.shr(i32.add(likely, 32768), 16 - probabilityBits), 1)),
      setInt(digit, i32.and(state, all - 1)),
      setInt(yes, i32.lt(digit, part)),
      setInt(state, i32.shr(state, probabilityBits)),
      i32.store(
        places.state,
        i32.add(digit, i32.select(i32.mul(state, part), i32.sub(i32.mul(state, i32.sub(all, part)), part), yes)),
      ),
      setInt(seen, i32.load(slot, places.slots + 4)),
      i32.store(
        slot,
        i32.add(likely, i32.divSigned(i32.sub(i32.sub(i32.shl(yes, 16), 32768), likely), i32.add(seen, 2))),
        places.slots,
      ),
      i32.store(slot, i32.add(seen, i32.lt(seen, slowest - 2)), places.slots + 4),
    ],
    yes,
  ]
})

/** A number of 1 or more, whose slots begin at `base`. */
const number = defineInt('number', { base: 'i32' }, ({ base }, local) => {
  const value = local('i32')
  const bit = local('i32')
  return [
    [
      setInt(bit, 1),
      loopWhile(ask(answer, base), [
        setInt(value, i32.add(value, i32.mul(bit, ask(answer, i32.add(base, 1))))),
        setInt(bit, i32.shl(bit, 1)),
        advance(base, 2),
      ]),
    ],
    i32.add(value, bit),
  ]
})

const unsqueeze = define('unsqueeze', { to: 'i32', end: 'i32' }, ({ to, end }, local) => {
  const since = local('i32')
  const last = local('i32')
  const length = local('i32')
  const byte = local('i32')
  const copy = [
    setInt(length, 0),
    when(since, setInt(length, ask(answer, i32.add(since, slots.same)))),
    when(length, setInt(length, ask(number, slots.lengths)), [
      setInt(last, ask(number, slots.distances)),
      setInt(length, i32.add(ask(number, slots.lengths), 1)),
    ]),
    loop((again) => [
      i32.storeByte(to, i32.loadByte(i32.sub(to, last))),
      advance(to, 1),
      advance(length, -1),
      branchIf(length, again),
    ]),
    setInt(since, 0),
  ]
  const single = [
    setInt(byte, 1),
    loop((again) => [
      setInt(
        byte,
        i32.add(i32.shl(byte, 1), ask(answer, i32.add(byte, i32.select(slots.bytes, slots.differences, since)))),
      ),
      branchIf(i32.lt(byte, 256), again),
    ]),
    i32.storeByte(to, i32.add(byte, i32.select(0, i32.loadByte(i32.sub(to, last)), since))),
    advance(to, 1),
    setInt(since, i32.select(2, 1, since)),
  ]
  return [
    i32.store(places.state, 0),
    i32.store(places.next, places.letters),
    setInt(since, 2),
    loop((again) => [
      when(ask(answer, i32.add(since, slots.copies)), copy, single),
      branchIf(i32.below(to, end), again),
    ]),
  ]
})

const word = (bytes: readonly number[]): number => bytes.reduceRight((value, byte) => 256 * value + byte, 0)

/** `skipped` is the turn of the other instruction set: 1 for fma, 2 for mul-add. */
const resolve = (marks: Marks) =>
  defineInt('resolve', { from: 'i32', end: 'i32', to: 'i32', skipped: 'i32' }, ({ from, end, to, skipped }, local) => {
    const turn = local('i32')
    const odd = local('i32')
    const byte = local('i32')
    const put = (bytes: Int, count: Int): Code => [i32.store(to, bytes), advance(to, count)]
    const instruction = (of: (isa: Isa) => readonly number[]): Code => {
      const [ours, theirs] = [of(fma), of(mulAdd)]
      const isFma = i32.eq(skipped, 2)
      const count = ours.length === theirs.length ? ours.length : i32.select(ours.length, theirs.length, isFma)
      return put(i32.select(word(ours), word(theirs), isFma), count)
    }
    const own: Code = when(
      i32.eq(byte, marks.times),
      instruction(({ times }) => times),
      when(
        i32.eq(byte, marks.plus),
        instruction(({ plus }) => plus),
        when(
          i32.eq(byte, marks.nextOdd),
          // Seven bits a byte: what is carried from the first byte sets the second one, and the first keeps its highest bit.
          [put(odd, 2), setInt(odd, i32.or(i32.add(odd, 2), 128))],
          put(byte, 1),
        ),
      ),
    )
    return [
      [
        setInt(odd, 129),
        loop((again) => [
          setInt(byte, i32.loadByte(from)),
          when(
            i32.eq(byte, marks.turn),
            setInt(turn, i32.rem(i32.add(turn, 1), 3)),
            when(i32.notEq(turn, skipped), own),
          ),
          advance(from, 1),
          branchIf(i32.lt(from, end), again),
        ]),
      ],
      to,
    ]
  })

export const unsqueezeModule = (marks: Marks): ModuleSource => {
  const resolved = resolve(marks)
  return {
    imports: [],
    memory: pages,
    functions: [answer, number, unsqueeze, resolved],
    exported: [unsqueeze, resolved],
  }
}
