/** The two signals that Silero's network is compared on: somebody who speaks, and a room where nobody does. */
import { readFileSync } from 'node:fs'
import { either as E } from 'fp-ts'
import { FRAME } from '../../examples/silero/network.js'
import { readWav } from '../../examples/silero/wav.js'

const framesOf = (samples: Float32Array): readonly Float32Array[] =>
  Array.from({ length: Math.floor(samples.length / FRAME) }, (_, i) => samples.slice(i * FRAME, (i + 1) * FRAME))

const spoken = E.getOrElse((error: Error): Float32Array => {
  throw error
})(readWav(readFileSync(new URL('../../examples/silero/speech.wav', import.meta.url))))

/** Noise of one thousandth, the same in each run: a linear congruence with the factor of Numerical Recipes. */
const noise = (length: number): Float32Array => {
  let state = 1
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) / 1000
  })
}

export const signals = { spoken: framesOf(spoken), silent: framesOf(noise(32_000)) } as const
