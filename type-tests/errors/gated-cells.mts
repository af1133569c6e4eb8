import { batch, feature, gatedRecurrent, longShortTerm, zeros } from 'shapefold'

const lstm = longShortTerm({ weight_ih: zeros([feature(12), feature(5)]), weight_hh: zeros([feature(12), feature(3)]) })
const hh = zeros([feature(9), feature(3)])
const narrow = zeros([feature(8), feature(2)])

// ! TS2322: Type 'Tensor<[Feature<12>, Feature<5>]>' is not assignable to type 'Tensor<readonly [Feature<9>, Feature<5>]>'.
gatedRecurrent({ weight_ih: zeros([feature(12), feature(5)]), weight_hh: hh })
//               ^^^^^^^^^

// ! TS2322: Type 'Tensor<[Feature<12>, Feature<5>]>' is not assignable to type 'Tensor<readonly [Feature<8>, Feature<5>]>'.
longShortTerm({ weight_ih: zeros([feature(12), feature(5)]), weight_hh: narrow })
//              ^^^^^^^^^

// ! TS2322: Type 'Tensor<[Feature<4>]>' is not assignable to type 'Tensor<[Feature<3>]>'.
lstm({ hidden: zeros([feature(3)]), cell: zeros([feature(4)]) }, zeros([feature(5)]))
//                                  ^^^^

// ! TS2345: Argument of type 'Tensor<[Feature<6>]>' is not assignable to parameter of type 'Tensor<readonly [Feature<5>]>'.
lstm({ hidden: zeros([feature(3)]), cell: zeros([feature(3)]) }, zeros([feature(6)]))
//                                                               ^^^^^

const state = { hidden: zeros([batch(2), feature(3)]), cell: zeros([batch(2), feature(3)]) }
// ! TS2345: Argument of type 'Tensor<[Feature<5>]>' is not assignable to parameter of type 'Tensor<readonly [Batch<2>, Feature<5>]>'.
lstm(state, zeros([feature(5)]))
//          ^^^^^
