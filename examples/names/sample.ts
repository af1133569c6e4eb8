/** Names that nobody has, spelled letter by letter: each is drawn as likely as the network holds it to be. */
import { either as E, function as F } from 'fp-ts'
import {
  axis,
  type Feature,
  fromStateDict,
  type Layer,
  manualSeed,
  type Rng,
  rand,
  softmax,
  type Tensor,
  tensor,
} from 'shapefold'
import { ALPHABET, TIME } from './data.js'
import { guess, letters, memory, type Params } from './model.js'

/** The index that the number `u` of [0, 1) falls on, where each has a share of the whole. */
const pick = (shares: ArrayLike<number>, u: number): number => {
  let sum = 0
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i] ?? 0
    if (u < sum) return i
  }
  return shares.length - 1
}

/** A function that draws a name: a `State<Rng, string>`. Below 1 the temperature makes likely letters likelier. */
export const speller = (params: Params, temperature: number): E.Either<Error, (rng: Rng) => readonly [string, Rng]> =>
  F.pipe(
    E.Do,
    // The network's parameters are those of its parts under their names, so that each part can be had by itself.
    E.apS('letters', fromStateDict(letters)(params, { prefix: 'letters.' })),
    E.apS('memory', fromStateDict(memory)(params, { prefix: 'memory.' })),
    E.apS('guess', fromStateDict(guess)(params, { prefix: 'guess.' })),
    E.map((own) => {
      const [look, step, answer] = [letters.apply(own.letters), memory.step(own.memory), guess.apply(own.guess)]
      const spell = (
        text: string,
        state: Tensor<[Layer<1>, Feature<96>]> | undefined,
        rng: Rng,
      ): readonly [string, Rng] => {
        const token = text === '' ? 0 : ALPHABET.indexOf(text.at(-1) ?? '')
        const { output, hidden } = step(look(tensor([], Int32Array.of(token))), state)
        const shares = softmax(
          tensor(
            [axis('letter', 28)],
            answer(output).data.map((x) => x / temperature),
          ),
        )
        const [u, next] = rand([])(rng)
        const letter = pick(shares.data, u.toArray())
        return letter === 0 || text.length === TIME - 1 ? [text, next] : spell(text + ALPHABET[letter], hidden, next)
      }
      return (rng) => spell('', undefined, rng)
    }),
  )

/** The first `count` names of a seed. */
export const spelled = (draw: (rng: Rng) => readonly [string, Rng], count: number, seed: number): readonly string[] => {
  const found: string[] = []
  let rng = manualSeed(seed)
  while (found.length < count) {
    const [name, next] = draw(rng)
    found.push(name)
    rng = next
  }
  return found
}
