import { batch, type Cell, elman, feature, fold, scan, seq, toSteps, zeros } from 'shapefold'

const sum: Cell<number, number, number> = (total, x) => [total + x, total + x]
const words: Cell<string, string, string> = (last, x) => [last, x]

// ! TS2345: Argument of type 'string' is not assignable to parameter of type 'number'.
fold(sum)('0')
//        ^^^

// ! TS2322: Type 'string' is not assignable to type 'number'.
fold(sum)(0)(['1'])
//            ^^^

// ! TS2345: Argument of type 'number' is not assignable to parameter of type 'readonly number[]'.
scan(sum)(0)(1)
//           ^

const cell = elman({ weight_ih: zeros([feature(3), feature(5)]), weight_hh: zeros([feature(3), feature(3)]) })

// ! x is (batch, seq, feature), but its first axis must be seq: permute moves it there
toSteps(zeros([batch(2), seq(4), feature(5)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! x holds i32 numbers, but toSteps takes f32
toSteps(zeros([seq(4), batch(2)], 'i32'))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! x is not a tensor: write tensor(axes, data) or x.output
toSteps([1, 2])
//      ^^^^^^
