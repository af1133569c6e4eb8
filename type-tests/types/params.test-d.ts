import { type Feature, feature, type LstmParams, manualSeed, type RnnParams, rnn, type Tensor, zeros } from 'shapefold'
import { expectType } from 'tsd'
import type { ParamKey, ParamKeys } from '../../dist/types/params.js'

declare const any: <T>() => T
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

// PyTorch's names in PyTorch's order.
expectType<['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0']>(any<ParamKeys<1, 1, true>>())
expectType<['weight_ih_l0', 'weight_hh_l0']>(any<ParamKeys<1, 1, false>>())
expectType<
  [
    'weight_ih_l0',
    'weight_hh_l0',
    'bias_ih_l0',
    'bias_hh_l0',
    'weight_ih_l0_reverse',
    'weight_hh_l0_reverse',
    'bias_ih_l0_reverse',
    'bias_hh_l0_reverse',
  ]
>(any<ParamKeys<1, 2, true>>())
expectType<
  [
    'weight_ih_l0',
    'weight_hh_l0',
    'weight_ih_l0_reverse',
    'weight_hh_l0_reverse',
    'weight_ih_l1',
    'weight_hh_l1',
    'weight_ih_l1_reverse',
    'weight_hh_l1_reverse',
  ]
>(any<ParamKeys<2, 2, false>>())
expectType<40>(any<ParamKeys<10, 1, true>['length']>())
// More layers than anybody stacks.
expectType<400>(any<ParamKeys<100, 1, true>['length']>())
expectType<true>(any<Equal<keyof RnnParams<5, 3, 2, 2, false>, ParamKeys<2, 2, false>[number]>>())
expectType<true>(any<Equal<keyof RnnParams<5, 3, 11, 1, true>, ParamKeys<11, 1, true>[number]>>())

// Shapes: the first layer takes the input, each later one the output of the one below, all directions side by side.
type Deep = RnnParams<5, 3, 2, 2>
expectType<Tensor<[Feature<3>, Feature<5>]>>(any<Deep['weight_ih_l0']>())
expectType<Tensor<[Feature<3>, Feature<5>]>>(any<Deep['weight_ih_l0_reverse']>())
expectType<Tensor<[Feature<3>, Feature<6>]>>(any<Deep['weight_ih_l1']>())
expectType<Tensor<[Feature<3>, Feature<6>]>>(any<Deep['weight_ih_l1_reverse']>())
expectType<Tensor<[Feature<3>, Feature<3>]>>(any<Deep['weight_hh_l1']>())
expectType<Tensor<[Feature<3>]>>(any<Deep['bias_hh_l1_reverse']>())
expectType<Tensor<[Feature<3>, Feature<3>]>>(any<RnnParams<5, 3, 2>['weight_ih_l1']>())
expectType<Tensor<[Feature<'H'>, Feature<'2*H'>]>>(any<RnnParams<'I', 'H', 2, 2>['weight_ih_l1']>())
// Layer 10 is no layer 1, and 0 stands at its end.
expectType<Tensor<[Feature<3>, Feature<3>]>>(any<RnnParams<5, 3, 11>['weight_ih_l10']>())

// What `init` gives is that record, and a record put together by hand is one too.
const net = rnn({ inputSize: 5, hiddenSize: 3 })
const [params] = net.init(manualSeed(0))
expectType<RnnParams<5, 3>>(params)
net.apply({
  weight_ih_l0: zeros([feature(3), feature(5)]),
  weight_hh_l0: zeros([feature(3), feature(3)]),
  bias_ih_l0: zeros([feature(3)]),
  bias_hh_l0: zeros([feature(3)]),
})
net.apply({ ...params, bias_ih_l0: zeros([feature(3)]) })
const stored: RnnParams<5, 3> = params
net.apply(stored)

// No record is another network's, in either direction.
type Fits<A, B> = A extends B ? true : false
expectType<false>(any<Fits<RnnParams<5, 3, 1, 1, false>, RnnParams<5, 3, 1, 1, true>>>())
expectType<false>(any<Fits<RnnParams<5, 3, 1>, RnnParams<5, 3, 2>>>())
expectType<false>(any<Fits<RnnParams<5, 3, 1, 1>, RnnParams<5, 3, 1, 2>>>())
expectType<false>(any<Fits<RnnParams<5, 3>, RnnParams<6, 3>>>())
expectType<false>(any<Fits<RnnParams<5, 3>, RnnParams<5, 4>>>())
expectType<false>(any<Fits<RnnParams<5, 3>, RnnParams<'I', 3>>>())

// As many layers as the types count, of the most parameters that a layer may have; the keys as a union are those of the list.
expectType<Tensor<[Feature<3>, Feature<4>]>>(any<LstmParams<5, 4, 99, 2, true, 3>['weight_hr_l98_reverse']>())
expectType<true>(any<Equal<ParamKey<9, 1, false>, ParamKeys<9, 1, false>[number]>>())
expectType<true>(any<Equal<ParamKey<10, 2, false>, ParamKeys<10, 2, false>[number]>>())
expectType<true>(any<Equal<ParamKey<23, 1, true>, ParamKeys<23, 1, true>[number]>>())
expectType<true>(any<Equal<ParamKey<99, 2, true, true>, ParamKeys<99, 2, true, true>[number]>>())
