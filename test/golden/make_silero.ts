/**
 * Makes data/silero.json: the probabilities of speech that onnxruntime-node gives for the two signals. After `npm ci --prefix bench`:
 *
 *     npx tsx test/golden/make_silero.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { peer } from '../../examples/silero/peer.js'
import { signals } from './silero-signals.js'

const require = createRequire(import.meta.url)
const model = readFileSync(require.resolve('@ricky0123/vad-web/dist/silero_vad_v6.onnx'))
const probabilities = async (frames: readonly Float32Array[]): Promise<readonly number[]> => {
  const result = await peer(model, frames)
  if (result === undefined) throw new Error('onnxruntime-node is not installed: npm ci --prefix bench')
  return result.probabilities.map(Math.fround)
}
const bench = createRequire(new URL('../../bench/package.json', import.meta.url))
const { version } = bench('onnxruntime-node/package.json') as { readonly version: string }
const made = {
  madeWith: { 'onnxruntime-node': version, model: '@ricky0123/vad-web 0.0.31, silero_vad_v6.onnx' },
  spoken: await probabilities(signals.spoken),
  silent: await probabilities(signals.silent),
}
writeFileSync(new URL('data/silero.json', import.meta.url), `${JSON.stringify(made)}\n`)
