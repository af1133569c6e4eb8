/**
 * Which steps tell a code in the fewest letters: a cheapest way through its bytes, where a step costs what its answers did on the way before.
 */
import { lengthOf, type Situation, type Step, sayAll, sayNumber, sayStep, sinceAfter, start } from './squeeze-steps.js'
import { slots } from './squeezed.js'

/** Ways to the same place are worth keeping apart, since the last distance may be used again. */
const waysKept = 6
const rounds = 5
/** In parts of a bit. Whole numbers, so that no host's rounding decides which of two ways is the cheaper one. */
const bit = 1024

/** A way to a place. */
interface Way {
  readonly price: number
  readonly since: number
  readonly last: number
  readonly step: Step | undefined
  readonly before: Way | undefined
}

/** What an answer in a slot costs. */
type Prices = (slot: number, yes: boolean) => number

const firstPrices: Prices = () => bit

const pricesOf = (steps: readonly Step[], code: readonly number[], from: number): Prices => {
  const counts = Array.from({ length: slots.count }, () => ({ yes: 0.4, no: 0.4 }))
  sayAll(steps, code, from, (slot, yes) => {
    const count = counts[slot]
    if (count !== undefined) count[yes ? 'yes' : 'no'] += 1
  })
  const prices = counts.map(({ yes, no }) => ({
    yes: Math.round(bit * Math.log2((yes + no) / yes)),
    no: Math.round(bit * Math.log2((yes + no) / no)),
  }))
  return (slot, yes) => prices[slot]?.[yes ? 'yes' : 'no'] ?? bit
}

/** For each place the copies that end latest of all from as near or nearer, nearest first. */
const copiesOf = (code: readonly number[], from: number): readonly (readonly Step[])[] => {
  const seen = new Map<number, number[]>()
  return code.map((byte, place) => {
    const pair = 256 * byte + (code[place + 1] ?? 256)
    const places = seen.get(pair) ?? []
    const found: Step[] = []
    let longest = 1
    if (place >= from)
      for (const earlier of [...places].reverse()) {
        let length = longest
        // Most are no longer than the longest yet, which one byte tells.
        if (code[earlier + length] !== code[place + length]) continue
        for (length = 0; place + length < code.length && code[earlier + length] === code[place + length]; ) length += 1
        if (length > longest) found.push({ distance: place - earlier, length })
        longest = Math.max(longest, length)
      }
    seen.set(pair, places)
    places.push(place)
    return found
  })
}

const cheapest = (
  code: readonly number[],
  from: number,
  copies: readonly (readonly Step[])[],
  prices: Prices,
): readonly Step[] => {
  const ways: Way[][] = Array.from({ length: code.length + 1 }, () => [])
  ways[from]?.push({ price: 0, ...start, step: undefined, before: undefined })
  const numbers = new Map<number, number>()
  const priceOfNumber = (value: number, base: number): number => {
    const key = value * slots.count + base
    const known = numbers.get(key)
    if (known !== undefined) return known
    let price = 0
    sayNumber(value, base, (slot, yes) => {
      price += prices(slot, yes)
    })
    numbers.set(key, price)
    return price
  }
  const arrive = (place: number, way: Way): void => {
    const there = ways[place] ?? []
    const twin = there.findIndex(({ since, last }) => since === way.since && last === way.last)
    if (twin >= 0 && (there[twin]?.price ?? 0) <= way.price) return
    if (twin >= 0) there.splice(twin, 1)
    const rank = there.findIndex(({ price }) => price > way.price)
    there.splice(rank < 0 ? there.length : rank, 0, way)
    there.splice(waysKept)
  }
  for (let place = from; place < code.length; place++) {
    for (const way of ways[place] ?? []) {
      const { since, last } = way
      const situation: Situation = { code, place, since, last }
      const take = (step: Step, price: number): void =>
        arrive(place + lengthOf(step), {
          price: way.price + price,
          since: sinceAfter(step, since),
          last: typeof step === 'number' ? last : step.distance,
          step,
          before: way,
        })
      let price = 0
      const byte = code[place] ?? 0
      sayStep(byte, situation, (slot, yes) => {
        price += prices(slot, yes)
      })
      take(byte, price)
      const copy = prices(slots.copies + since, true)
      if (since > 0 && last > 0) {
        const again = copy + prices(slots.same + since, true)
        for (
          let length = 1;
          code[place + length - 1 - last] === code[place + length - 1] && place + length <= code.length;
          length++
        )
          take({ distance: last, length }, again + priceOfNumber(length, slots.lengths))
      }
      const other = copy + (since > 0 ? prices(slots.same + since, false) : 0)
      let shorter = 1
      for (const step of copies[place] ?? []) {
        if (typeof step === 'number') continue
        const { distance } = step
        if (distance !== last) {
          const told = other + priceOfNumber(distance, slots.distances)
          for (let length = shorter + 1; length <= step.length; length++)
            take({ distance, length }, told + priceOfNumber(length - 1, slots.lengths))
        }
        shorter = step.length
      }
    }
  }
  const steps: Step[] = []
  let way: Way | undefined = ways[code.length]?.[0]
  for (; way?.step !== undefined; way = way.before) steps.push(way.step)
  return steps.reverse()
}

const priceOf = (steps: readonly Step[], code: readonly number[], from: number, prices: Prices): number => {
  let price = 0
  sayAll(steps, code, from, (slot, yes) => {
    price += prices(slot, yes)
  })
  return price
}

/** The steps of a code from a place on. */
export const parse = (code: readonly number[], from: number): readonly Step[] => {
  const copies = copiesOf(code, from)
  let best = { steps: cheapest(code, from, copies, firstPrices), price: Number.POSITIVE_INFINITY }
  let prices = pricesOf(best.steps, code, from)
  for (let round = 1; round < rounds; round++) {
    const steps = cheapest(code, from, copies, prices)
    prices = pricesOf(steps, code, from)
    const price = priceOf(steps, code, from, prices)
    if (price < best.price) best = { steps, price }
  }
  return best.steps
}
