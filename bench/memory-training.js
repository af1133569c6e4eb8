/**
 * One fresh process of the memory bench. Takes steps of training, each with parameters of its own, and prints what the process holds, as JSON.
 *
 *     node --expose-gc memory-training.js <kind> <time> <batch> <input> <hidden> <steps>
 *
 * With one step it prints how far the resident memory rises in it above a network that is bound; with more, what is held at five points.
 */
import { setTimeout } from 'node:timers/promises'
import { batch, feature, gru, lstm, manualSeed, mse, rnn, seq, tensor, valueAndGrad } from '../dist/src/index.js'

const [kind, ...sizes] = process.argv.slice(2)
const [time, batchSize, input, hidden, steps] = sizes.map(Number)
const points = 5

const training = (T, B, I, H) => {
  const net = { rnn, lstm, gru }[kind]({ inputSize: I, hiddenSize: H })
  const [params] = net.init(manualSeed(0))
  const x = tensor(
    [seq(T), batch(B), feature(I)],
    Float32Array.from({ length: T * B * I }, (_, i) => Math.sin(i)),
  )
  const y = tensor(
    [seq(T), batch(B), feature(H)],
    Float32Array.from({ length: T * B * H }, (_, i) => Math.cos(i)),
  )
  return {
    bind: () => net.apply(params),
    step: () => valueAndGrad((p) => mse(net.apply(p)(x).output, y))({ ...params }),
  }
}

const collect = async () => {
  // V8 frees arrays behind the program's back, and waits for that when it is asked again.
  for (let i = 0; i < 3; i++) {
    globalThis.gc?.()
    await setTimeout(10)
  }
}

// The code of a step is compiled before anything is measured.
const small = training(8, 4, 16, 32)
for (let i = 0; i < 300; i++) small.step()

const { bind, step } = training(time, batchSize, input, hidden)
if (steps === 1) {
  const bound = bind()
  await collect()
  const before = process.memoryUsage().rss
  const results = step()
  // Nothing is given back within a step, so its end is its peak.
  const after = process.memoryUsage().rss
  console.log(JSON.stringify({ bytes: after - before, results: results.length, bound: typeof bound }))
} else {
  const readings = []
  for (let i = 0; i <= steps; i++) {
    step()
    const from = Math.round(steps / 100)
    if (i >= from && (i - from) % Math.floor((steps - from) / (points - 1)) === 0) {
      await collect()
      const { rss, heapUsed, external } = process.memoryUsage()
      readings.push({ loop: i, rss, heapUsed, external })
    }
  }
  console.log(JSON.stringify(readings))
}
