/**
 * One fresh process of the memory bench. Binds new parameters and calls, again and again, and prints what the process holds at five points, as JSON.
 *
 *     node --expose-gc memory-loop.js <loops> <time> <batch> <input> <hidden> <yield every, 0 for never>
 *
 * With 0 the loop never gives the event loop a turn, so that no callback of the garbage collector runs: the hardest case.
 */
import { setImmediate } from 'node:timers/promises'
import { batch, feature, manualSeed, rnn, seq, tensor } from '../dist/src/index.js'

const [loops, time, batchSize, input, hidden, yieldEvery] = process.argv.slice(2).map(Number)
const points = 5

const net = rnn({ inputSize: input, hiddenSize: hidden })
const [params] = net.init(manualSeed(0))
const axes = [seq(time), batch(batchSize), feature(input)]
const numbers = new Float32Array(time * batchSize * input).fill(0.5)

const held = () => {
  globalThis.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { rss, heapUsed, external }
}

const readings = []
for (let i = 0; i <= loops; i++) {
  // A record of its own each time, so that each is packed anew.
  net.apply({ ...params })(tensor(axes, numbers))
  if (yieldEvery > 0 && i % yieldEvery === 0) await setImmediate()
  // After the first hundredth everything has been compiled.
  const from = Math.round(loops / 100)
  if (i >= from && (i - from) % Math.floor((loops - from) / (points - 1)) === 0) readings.push({ loop: i, ...held() })
}
console.log(JSON.stringify(readings))
