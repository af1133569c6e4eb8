/**
 * The activations of an Elman cell on the way back, in place over a run of `count` floats:
 *
 *     d = d * act'(h)      act' = 1 - h^2 (tanh), 0 where h <= 0 (relu): from what came out
 */
import {
  advance,
  branchIf,
  call,
  define,
  type Func,
  f32x4,
  i32,
  type Local,
  loop,
  set,
  type Value,
  v128,
  when,
} from './instruction.js'
import { storeTail } from './store-tail.js'

const overRun = (name: string, back: (d: Value<'v128'>, h: Local<'v128'>) => Value<'v128'>): Func =>
  define(name, { d: 'i32', h: 'i32', count: 'i32' }, ({ d, h, count }, local) => {
    const came = local('v128')
    const result = local('v128')
    return loop((again) => [
      set(came, v128.load(h)),
      set(result, back(v128.load(d), came)),
      when(i32.ge(count, 4), v128.store(d, result), call(storeTail, d, result, count)),
      advance(d, 16),
      advance(h, 16),
      advance(count, -4),
      branchIf(i32.gt(count, 0), again),
    ])
  })

export const tanhBack: Func = overRun('f32_tanh_back', (d, h) =>
  f32x4.mul(d, f32x4.sub(f32x4.constant(1), f32x4.mul(h, h))),
)
/** Where a NaN came out the gradient passes, as in PyTorch. */
export const reluBack: Func = overRun('f32_relu_back', (d, h) =>
  v128.andNot(d, f32x4.lessOrEqual(h, f32x4.constant(0))),
)
