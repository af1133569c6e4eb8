import { type Cell, elman, feature, fold, scan, zeros } from 'shapefold'

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
