/** What PyTorch gives for the two examples, as test/golden/make_examples.py wrote it down, so that no Python is needed. */
import { distance } from '../test/golden/distance.js'
import { float32, readJson } from '../test/golden/read.js'

interface Made {
  readonly madeWith: { readonly torch: string }
}

const tutorial = readJson<Made & { readonly tensors: readonly { readonly name: string; readonly data: string }[] }>(
  'tutorial.json',
)

const weather = readJson<
  Made & {
    readonly hidden: string
    readonly steps: readonly { readonly at: number; readonly input: string; readonly output: string }[]
  }
>('weather.json')

/** Which PyTorch it was. */
export const version = `PyTorch ${tutorial.madeWith.torch}`

/** The names of the tutorial's tensors: those of the state dict first, in its order. */
export const names = tutorial.tensors.map(({ name }) => name)

/** A tensor of the tutorial: a parameter by its name in the state dict, or `input`, `h0`, `output`, `hidden`. */
export const tutorialNumbers = (name: string): Float32Array => {
  const found = tutorial.tensors.find((one) => one.name === name)
  if (found === undefined) throw new Error(`tutorial.json has no tensor ${name}`)
  return float32(found.data)
}

/** The days of the weather that were written down: the standardised input and the top layer's output. */
export const weatherDays = weather.steps.map(({ at, input, output }) => ({
  at,
  input: float32(input),
  output: float32(output),
}))

/** Both layers' states after the last day. */
export const weatherHidden = float32(weather.hidden)

/** The largest difference between a run over the weather and PyTorch's, over all the days that were written down and the last states. */
export const weatherDistance = ({
  output,
  hidden,
}: {
  readonly output: { readonly data: Float32Array }
  readonly hidden: { readonly data: Float32Array }
}): number =>
  Math.max(
    distance(hidden.data, weatherHidden),
    ...weatherDays.map((day) =>
      distance(output.data.slice(day.at * day.output.length, (day.at + 1) * day.output.length), day.output),
    ),
  )
