/**
 * `npm run example:silero`: where somebody speaks, found by a network that no one here trained, and the same in onnxruntime-node beside it.
 *
 * With a file: `npm run example:silero -- recording.wav` (16-bit, one channel, 16 kHz).
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { either as E, function as F } from 'fp-ts'
import { scan } from 'shapefold'
import { fastest } from './fastest.js'
import { detector, FRAME, start } from './network.js'
import { peer } from './peer.js'
import { spoken, timeline } from './timeline.js'
import { readWav } from './wav.js'

const model = readFileSync(createRequire(import.meta.url).resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx'))
const recording = readFileSync(process.argv[2] ?? new URL('speech.wav', import.meta.url))

const framesOf = (samples: Float32Array): readonly Float32Array[] =>
  Array.from({ length: Math.floor(samples.length / FRAME) }, (_, i) => samples.slice(i * FRAME, (i + 1) * FRAME))

const tell = async (frames: readonly Float32Array[], probabilities: readonly number[], milliseconds: number) => {
  for (const line of timeline(probabilities)) console.log(line)
  console.log()
  for (const [from, to] of spoken(probabilities))
    console.log(`  speech from ${from.toFixed(2)} s to ${to.toFixed(2)} s`)
  const each = (all: number): string => `${((1000 * all) / frames.length).toFixed(0)} µs a frame of 32 ms`
  console.log(`\n  shapefold         ${each(milliseconds)}`)
  const other = await peer(model, frames)
  if (other === undefined) {
    console.log('  onnxruntime-node  not installed: npm ci --prefix bench')
    return
  }
  const off = Math.max(...probabilities.map((p, i) => Math.abs(p - (other.probabilities[i] ?? Number.NaN))))
  console.log(
    `  onnxruntime-node  ${each(other.milliseconds)}; the probabilities differ by ${off.toExponential(1)} at most`,
  )
  if (!(off <= 1e-5)) process.exitCode = 1
}

await F.pipe(
  E.Do,
  E.apS('vad', detector(model)),
  E.apSW('samples', readWav(recording)),
  E.match(
    async (error) => {
      console.error(error.message)
      process.exitCode = 1
    },
    async ({ vad, samples }) => {
      const frames = framesOf(samples)
      const run = scan(vad)(start)
      const [[probabilities], milliseconds] = await fastest(() => run(frames))
      await tell(frames, probabilities, milliseconds)
    },
  ),
)
