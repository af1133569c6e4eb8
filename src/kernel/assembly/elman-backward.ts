/**
 * The activations of an Elman cell on the way back, in place over a run of `count` floats:
 *
 *     d = d * act'(h)      act' = 1 - h^2 (tanh), 0 where h <= 0 (relu): from what came out
 */
import {
  advance,
  type Code,
  call,
  define,
  type Func,
  f32x4,
  i32,
  type Local,
  loopWhile,
  set,
  type Value,
  v128,
} from './instruction.js'
import { storeTail } from './store-tail.js'

const overRun = (name: string, back: (d: Value<'v128'>, h: Local<'v128'>) => Value<'v128'>): Func =>
  define(name, { d: 'i32', h: 'i32', count: 'i32' }, ({ d, h, count }, local) => {
    const came = local('v128')
    const backAt = (offset: number): Value<'v128'> => back(v128.load(d, offset), came)
    const next = (vectors: number): Code => [
      [d, h].map((address) => advance(address, 16 * vectors)),
      advance(count, -4 * vectors),
    ]
    return [
      loopWhile(i32.ge(count, 16), [
        [0, 16, 32, 48].map((offset) => [set(came, v128.load(h, offset)), v128.store(d, backAt(offset), offset)]),
        next(4),
      ]),
      loopWhile(i32.gt(count, 0), [set(came, v128.load(h)), call(storeTail, d, backAt(0), count), next(1)]),
    ]
  })

export const tanhBack: Func = overRun('f32_tanh_back', (d, h) =>
  f32x4.mul(d, f32x4.sub(f32x4.constant(1), f32x4.mul(h, h))),
)
/** Where a NaN came out the gradient passes, as in PyTorch. */
export const reluBack: Func = overRun('f32_relu_back', (d, h) =>
  v128.andNot(d, f32x4.lessOrEqual(h, f32x4.constant(0))),
)
