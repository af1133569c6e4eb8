/** The modules give PyTorch's numbers: initial parameters, outputs, dropout masks and gradients. See README.md for the tolerances. */
import { describe, expect, test } from 'vitest'
import { type AnyTensor, manualSeed, sum, type Tensor, valueAndGrad } from '../../src/index.js'
import { mul } from '../../src/op/mul.js'
import { drawUniform } from '../../src/tensor/draw.js'
import { floatsOf } from '../../src/tensor/tensor.js'
import { distance, largest } from './distance.js'
import { cases, inputOf, lossWeights, type ModuleCase, moduleOf, paramsOf, titleOf } from './module-cases.js'
import { checksum, float32, ulpsApart } from './read.js'

// The cast: every module gives floats.
const numbers = (t: AnyTensor): Float32Array => floatsOf(t as Tensor<[]>)

/** What one run gives, by the parameters and the input. */
const outputOf = (one: ModuleCase, params: Readonly<Record<string, AnyTensor>>, input: AnyTensor): Tensor<[]> => {
  const module = moduleOf(one)
  return one.trainSeed === undefined
    ? module.apply(params)(input)
    : module.train(params)(input)(manualSeed(one.trainSeed))[0]
}

/** Within 1e-6 of the largest number of all that belongs together. */
const expectNear = (got: Float32Array, want: string, all: readonly string[]): void =>
  expect(distance(got, float32(want))).toBeLessThanOrEqual(1e-6 * Math.max(...all.map((one) => largest(float32(one)))))

const titled = (chosen: readonly ModuleCase[]) => chosen.map((one) => [titleOf(one), one] as const)

describe.each(titled(cases))('%s', (_, one) => {
  const module = moduleOf(one)
  const [init, rng] = module.init(manualSeed(one.seed))
  const params = paramsOf(one, init)
  const input = inputOf(one)

  test('init', () => {
    expect(Object.keys(init)).toEqual(Object.keys(one.init))
    for (const [key, drawn] of Object.entries(one.init)) {
      const got = init[key]
      if (got === undefined) throw new Error(key)
      if ('crc32' in drawn) expect(checksum(numbers(got))).toBe(drawn.crc32)
      else expect(Math.max(...ulpsApart(numbers(got), float32(drawn.all)))).toBeLessThanOrEqual(3)
    }
    expect(drawUniform(rng, 2)[0]).toEqual(float32(one.next))
  })

  test('output', () => {
    const output = outputOf(one, params, input)
    expect(output.shape).toEqual(one.shape)
    expectNear(numbers(output), one.output, [one.output])
    if (one.drawnNext === undefined) return
    const [, after] = module.train(params)(input)(manualSeed(one.trainSeed ?? 0))
    expect(drawUniform(after, 2)[0]).toEqual(float32(one.drawnNext))
  })
})

test.each(titled(cases.filter(({ gradients }) => gradients !== undefined)))('gradients of %s', (_, one) => {
  const params = paramsOf(one, moduleOf(one).init(manualSeed(one.seed))[0])
  const input = inputOf(one)
  const loss = (given: { readonly params: typeof params; readonly input: AnyTensor }): Tensor<[]> => {
    const output = outputOf(one, given.params, given.input)
    // The cast: the loss is a sum of products, whatever the axes.
    return sum(mul(output, lossWeights(output) as Tensor<[]>))
  }
  const { gradients = {}, inputGradient } = one
  const all = [...Object.values(gradients), ...(inputGradient === undefined ? [] : [inputGradient])]
  const check = (got: AnyTensor | undefined, want: string): void => {
    if (got === undefined) throw new Error('a gradient is missing')
    expectNear(numbers(got), want, all)
  }
  if (inputGradient === undefined) {
    const [, grads] = valueAndGrad((given: { readonly params: typeof params }) => loss({ ...given, input }))({ params })
    for (const [key, want] of Object.entries(gradients)) check(grads.params[key], want)
  } else {
    const [, grads] = valueAndGrad(loss)({ params, input })
    for (const [key, want] of Object.entries(gradients)) check(grads.params[key], want)
    check(grads.input, inputGradient)
  }
})
