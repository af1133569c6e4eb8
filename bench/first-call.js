/**
 * One fresh process of the load bench, in plain JavaScript so that no loader's time is counted. Prints milliseconds as JSON.
 *
 *     node first-call.js <address of the library> <time> <batch> <input> <hidden>
 */
const [address = '', ...sizes] = process.argv.slice(2)
const [time, batchSize, input, hidden] = sizes.map(Number)

const now = () => performance.now()
const start = now()
const { rnn, tensor, seq, batch, feature, manualSeed, backend } = await import(address)
const imported = now()
backend()
const instantiated = now()
const net = rnn({ inputSize: input, hiddenSize: hidden })
const [params] = net.init(manualSeed(0))
const x = tensor([seq(time), batch(batchSize), feature(input)], new Float32Array(time * batchSize * input).fill(0.5))
const made = now()
const bound = net.apply(params)
const packed = now()
bound(x)
const first = now()
bound(x)
const second = now()
console.log(
  JSON.stringify({
    imported: imported - start,
    instantiated: instantiated - imported,
    made: made - instantiated,
    packed: packed - made,
    first: first - packed,
    second: second - first,
  }),
)
