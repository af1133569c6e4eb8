/** Parameters that hold themselves, or are nested without measure, are told of in one sentence, wherever parameters go in. */
import { describe, expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'
import { batch, ones, ShapeError, sgd, sum, zeros } from '../../src/index.js'

/** The library as a program without types sees it. The cast: no type has parameters without an end. */
type Untyped = (...args: readonly unknown[]) => Untyped & Readonly<Record<string, Untyped>>
const { adam, clipGradNorm, fit, fromCheckpoint, globalNorm, grad, toCheckpoint, toStateDict, valueAndGrad } =
  shapefold as unknown as Readonly<Record<keyof typeof shapefold, Untyped>>

const w = zeros([batch(2)])

const cyclicRecord = (): object => {
  const params: Record<string, unknown> = { w }
  params.self = params
  return params
}
const cyclicList = (): object => {
  const list: unknown[] = [w]
  list.push({ list })
  return { list }
}
/** A tensor in so many records. */
const nested = (depth: number): object => {
  let params: object = { w }
  for (let i = 1; i < depth; i++) params = { a: params }
  return params
}

const good = { w }
const loss = (): unknown => sum(w)
const options = { data: ones([batch(2)]), loss, optimizer: sgd({ lr: 1 }), epochs: 1 }
const state = (params: object): object => ({ params, optimizer: { step: 0, slots: {} }, step: 0, epoch: 0, batch: 0 })

const doors: Readonly<Record<string, (params: object) => unknown>> = {
  valueAndGrad: (params) => valueAndGrad(loss)(params),
  grad: (params) => grad(loss)(params),
  'optimizer.init': (params) => adam().init?.(params),
  'optimizer.update': (params) => adam().update?.(params, params, adam().init?.(good)),
  'optimizer.update, of gradients': (params) => adam().update?.(good, { w: params }, adam().init?.(good)),
  clipGradNorm: (params) => clipGradNorm(params, 1),
  globalNorm: (params) => globalNorm(params),
  fit: (params) => fit({ ...options, params }),
  'fit, of data': (data) => fit({ ...options, params: good, data }),
  toStateDict: (params) => toStateDict(params),
  toCheckpoint: (params) => toCheckpoint(state(params)),
  fromCheckpoint: (params) => fromCheckpoint(params)({ tensors: {}, metadata: {} }),
}

describe.each(Object.entries(doors))('%s', (name, door) => {
  const isEnclosed = name === 'optimizer.update, of gradients'

  test.each([
    ['a record that holds itself', cyclicRecord()],
    ['a list that holds itself', cyclicList()],
    ['100,000 records in each other', nested(100_000)],
  ])('%s', (_, params) => {
    // Beside a tensor any record is one too much.
    const words = isEnclosed
      ? /^grads\.w is an object, but params\.w is a tensor$/
      : /^(params|grads|data)\.(self\.self|list(\[1\]|\.1)\.list|a\.a)\S{0,40}\.\.\. is nested more than 500 deep: /
    expect(() => door(params)).toThrow(ShapeError)
    expect(() => door(params)).toThrow(words)
  })
})

test('500 deep is not too deep', () => {
  const deep = nested(500)
  expect(Object.keys(toStateDict(deep))).toEqual([`${'a.'.repeat(499)}w`])
  expect(() => valueAndGrad(loss)(deep)).not.toThrow()
  expect(() => adam().init?.(deep)).not.toThrow()
  expect(() => valueAndGrad(loss)(nested(501))).toThrow('is nested more than 500 deep')
  expect(() => adam().init?.(nested(501))).toThrow('is nested more than 500 deep')
  expect(() => toStateDict(nested(501))).toThrow('is nested more than 500 deep')
})

test('a batch may hold itself: it is for the loss alone', async () => {
  const own: Record<string, unknown> = { rows: 3 }
  own.self = own
  own.again = { own }
  const run = fit({ ...options, params: good, data: [own], loss: (params: typeof good) => sum(params.w) })
  const step = await (run.last as unknown as () => Promise<{ readonly step: number }>)()
  expect(step.step).toBe(1)
})
