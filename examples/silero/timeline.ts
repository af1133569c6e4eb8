/** Probabilities of speech as a person reads them. */
import { FRAME } from './network.js'

const seconds = (frames: number): number => (frames * FRAME) / 16_000

const bars = ' ▁▂▃▄▅▆▇█'

/** A line for each two seconds: a bar for each frame, as high as speech is likely. */
export const timeline = (probabilities: readonly number[]): readonly string[] => {
  const perLine = Math.round(2 / seconds(1))
  return Array.from({ length: Math.ceil(probabilities.length / perLine) }, (_, line) => {
    const row = probabilities.slice(line * perLine, (line + 1) * perLine)
    const time = `${seconds(line * perLine).toFixed(1)} s`.padStart(8)
    return `${time} │${row.map((p) => bars[Math.round(p * (bars.length - 1))]).join('')}│`
  })
}

/** Where speech begins and ends, in seconds. It begins where it is likely, and ends where it is unlikely: a dip between two words is no end. */
export const spoken = (probabilities: readonly number[]): readonly (readonly [from: number, to: number])[] => {
  const found: (readonly [number, number])[] = []
  let from: number | undefined
  for (const [i, p] of [...probabilities, 0].entries()) {
    if (from === undefined && p >= 0.5) from = i
    else if (from !== undefined && p < 0.35) {
      found.push([seconds(from), seconds(i)])
      from = undefined
    }
  }
  return found
}
