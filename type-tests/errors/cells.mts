/** Cells and folds. */
import { function as F } from 'fp-ts'
import {
  batch,
  bidirectional,
  type Cell,
  compose,
  contramap,
  elman,
  feature,
  fold,
  fromSteps,
  map,
  scan,
  seq,
  stack,
  toSteps,
  zeros,
} from 'shapefold'

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

// ! MULTI TS2345: Argument of type 'Cell<number, number, number>' is not assignable to parameter of type 'Cell<number, number, string>'. //   Call signature return types 'readonly [output: number, state: number]' and 'readonly [output: string, state: number]' are incompatible. //     Type 'number' is not assignable to type 'string'.
stack(sum, words)
//    ^^^

// ! MULTI TS2345: Argument of type '[number]' is not assignable to parameter of type 'readonly [number, number]'. //   Source has 1 element(s) but target requires 2.
scan(stack(sum, sum))([0])
//                    ^^^

// ! MULTI TS2345: Argument of type 'Cell<string, string, string>' is not assignable to parameter of type 'Cell<string, number, string>'. //   Types of parameters 'input' and 'input' are incompatible. //     Type 'number' is not assignable to type 'string'.
bidirectional(sum, words)
//                 ^^^^^

// ! MULTI TS2345: Argument of type '<State, In>(cell: Cell<State, In, string>) => Cell<State, In, number>' is not assignable to parameter of type '(a: Cell<number, number, number>) => Cell<number, number, number>'. //   Types of parameters 'cell' and 'a' are incompatible. //     Type 'Cell<number, number, number>' is not assignable to type 'Cell<number, number, string>'. //       Call signature return types 'readonly [output: number, state: number]' and 'readonly [output: string, state: number]' are incompatible. //         Type 'number' is not assignable to type 'string'.
F.pipe(
  sum,
  map((x: string) => x.length),
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^
)

// ! MULTI TS2345: Argument of type '<State, Out>(cell: Cell<State, string, Out>) => Cell<State, string, Out>' is not assignable to parameter of type '(a: Cell<number, number, number>) => Cell<number, string, number>'. //   Types of parameters 'cell' and 'a' are incompatible. //     Type 'Cell<number, number, number>' is not assignable to type 'Cell<number, string, number>'. //       Types of parameters 'input' and 'input' are incompatible. //         Type 'string' is not assignable to type 'number'.
F.pipe(
  sum,
  contramap((x: string) => x),
//^^^^^^^^^^^^^^^^^^^^^^^^^^^
)

// ! MULTI TS2345: Argument of type '<C>(second: Cell<string, string, C>) => Cell<string, string, C>' is not assignable to parameter of type '(a: Cell<number, number, number>) => Cell<string, string, number>'. //   Types of parameters 'second' and 'a' are incompatible. //     Type 'Cell<number, number, number>' is not assignable to type 'Cell<string, string, number>'. //       Types of parameters 'state' and 'state' are incompatible. //         Type 'string' is not assignable to type 'number'.
F.pipe(sum, compose(words))
//          ^^^^^^^^^^^^^^

const cell = elman({ weight_ih: zeros([feature(3), feature(5)]), weight_hh: zeros([feature(3), feature(3)]) })

// ! MULTI TS2345: Argument of type 'Tensor<[Feature<6>]>' is not assignable to parameter of type 'Tensor<readonly [Feature<5>]>'. //   Type '[Feature<6>]' is not assignable to type 'readonly [Feature<5>]'. //     Type 'Feature<6>' is not assignable to type 'Feature<5>'. //       Types of property 'label' are incompatible. //         Type '6' is not assignable to type '5'.
cell(zeros([feature(3)]), zeros([feature(6)]))
//                        ^^^^^^^^^^^^^^^^^^^

// ! MULTI TS2345: Argument of type 'Tensor<[Batch<3>, Feature<5>]>' is not assignable to parameter of type 'Tensor<readonly [Batch<2>, Feature<5>]>'. //   Type '[Batch<3>, Feature<5>]' is not assignable to type 'readonly [Batch<2>, Feature<5>]'. //     Type at position 0 in source is not compatible with type at position 0 in target. //       The types of 'label' are incompatible between these types. //         Type '3' is not assignable to type '2'.
cell(zeros([batch(2), feature(3)]), zeros([batch(3), feature(5)]))
//                                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! MULTI TS2345: Argument of type 'Tensor<[Feature<5>]>' is not assignable to parameter of type 'Tensor<readonly [Batch<2>, Feature<5>]>'. //   Type '[Feature<5>]' is not assignable to type 'readonly [Batch<2>, Feature<5>]'. //     Source has 1 element(s) but target requires 2.
cell(zeros([batch(2), feature(3)]), zeros([feature(5)]))
//                                  ^^^^^^^^^^^^^^^^^^^

// ! MULTI 2 ERRORS TS2322: Type 'Tensor<[Feature<3>, Feature<5>]>' is not assignable to type 'Tensor<readonly [Feature<3 | 4>, Feature<5>]>'. //   Type '[Feature<3>, Feature<5>]' is not assignable to type 'readonly [Feature<3 | 4>, Feature<5>]'. //     Type at position 0 in source is not compatible with type at position 0 in target. //       The types of '[exact]' are incompatible between these types. //         Type '((size: 3) => 3) | undefined' is not assignable to type '((size: 3 | 4) => 3 | 4) | undefined'. //           Type '(size: 3) => 3' is not assignable to type '(size: 3 | 4) => 3 | 4'. //             Types of parameters 'size' and 'size' are incompatible. //               Type '3 | 4' is not assignable to type '3'. //                 Type '4' is not assignable to type '3'.
elman({ weight_ih: zeros([feature(3), feature(5)]), weight_hh: zeros([feature(3), feature(4)]) })
//      ^^^^^^^^^

// ! MULTI 3 ERRORS TS2322: Type 'Tensor<[Feature<3>, Feature<5>]>' is not assignable to type 'Tensor<readonly [Feature<3 | 4>, Feature<5>]>'. //   Type '[Feature<3>, Feature<5>]' is not assignable to type 'readonly [Feature<3 | 4>, Feature<5>]'. //     Type at position 0 in source is not compatible with type at position 0 in target. //       The types of '[exact]' are incompatible between these types. //         Type '((size: 3) => 3) | undefined' is not assignable to type '((size: 3 | 4) => 3 | 4) | undefined'. //           Type '(size: 3) => 3' is not assignable to type '(size: 3 | 4) => 3 | 4'. //             Types of parameters 'size' and 'size' are incompatible. //               Type '3 | 4' is not assignable to type '3'. //                 Type '4' is not assignable to type '3'.
elman({
  weight_ih: zeros([feature(3), feature(5)]),
//^^^^^^^^^
  weight_hh: zeros([feature(3), feature(3)]),
  bias_ih: zeros([feature(4)]),
})

// ! TS2345: Argument of type '"sigmoid"' is not assignable to parameter of type '"tanh" | "relu" | undefined'.
elman({ weight_ih: zeros([feature(3), feature(5)]), weight_hh: zeros([feature(3), feature(3)]) }, 'sigmoid')
//                                                                                                ^^^^^^^^^

// ! MULTI seq
toSteps(zeros([batch(2), seq(4), feature(5)]))
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

// ! MULTI seq
fromSteps(batch(2))
//        ^^^^^^^^

// ! MULTI TS2322: Type 'Tensor<[Feature<2>]>' is not assignable to type 'Tensor<[Feature<3>]>'. //   Type '[Feature<2>]' is not assignable to type '[Feature<3>]'. //     Type 'Feature<2>' is not assignable to type 'Feature<3>'. //       Types of property 'label' are incompatible. //         Type '2' is not assignable to type '3'.
fromSteps(seq(2))([zeros([feature(2)]), zeros([feature(3)])])
//                 ^^^^^^^^^^^^^^^^^^^
