/**
 * An Elman cell's activation on the way back, in place over a run of `count` floats:
 *
 *     d = d * act'(out)      act' = 1 - out^2, with `isRelu` 0 where out <= 0: from what came out. Where that is NaN, relu's gradient passes, as in PyTorch
 *     out = h                the h before, see step-backward.ts
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
  when,
} from './instruction.js'
import { storeTail } from './store-tail.js'

type Store = (to: Local<'i32'>, x: Value<'v128'>, offset: number) => Code

export const elmanBack: Func = define(
  'f32_elman_back',
  { isRelu: 'i32', d: 'i32', out: 'i32', h: 'i32', count: 'i32' },
  ({ isRelu, d, out, h, count }, local) => {
    const came = local('v128')
    const round = (offsets: readonly number[], store: Store): Code => {
      const back = (by: (d: Value<'v128'>) => Value<'v128'>): Code =>
        offsets.map((offset) => [set(came, v128.load(out, offset)), store(d, by(v128.load(d, offset)), offset)])
      return [
        when(
          isRelu,
          back((d) => v128.andNot(d, f32x4.lessOrEqual(came, f32x4.constant(0)))),
          back((d) => f32x4.mul(d, f32x4.sub(f32x4.constant(1), f32x4.mul(came, came)))),
        ),
        offsets.map((offset) => store(out, v128.load(h, offset), offset)),
        [d, out, h].map((address) => advance(address, 16 * offsets.length)),
        advance(count, -4 * offsets.length),
      ]
    }
    return [
      loopWhile(
        i32.ge(count, 16),
        round([0, 16, 32, 48], (to, x, offset) => v128.store(to, x, offset)),
      ),
      loopWhile(
        i32.gt(count, 0),
        round([0], (to, x) => call(storeTail, to, x, count)),
      ),
    ]
  },
)
