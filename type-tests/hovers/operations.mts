/** What an editor shows of operations and gradients. */
import {
  add,
  axis,
  batch,
  concat,
  type Feature,
  feature,
  gather,
  grad,
  matmul,
  mean,
  permute,
  reshape,
  select,
  seq,
  slice,
  sum,
  type Tensor,
  tanh,
  transpose,
  valueAndGrad,
  zeros,
} from 'shapefold'

const x = zeros([seq(4), batch(2), feature(6)])

const mapped = tanh(x)
//    ^? Tensor<[Seq<4>, Batch<2>, Feature<6>]>
const added = add(zeros([feature(6)]), x)
//    ^? Tensor<[Seq<4>, Batch<2>, Feature<6>]>
const all = sum(x)
//    ^? Tensor<[]>
const features = mean(x, 'batch')
//    ^? Tensor<[Seq<4>, Feature<6>]>
const product = matmul(x, zeros([feature(6), axis('class', 3)]))
//    ^? Tensor<[Seq<4>, Batch<2>, Axis<"class", 3>]>
const turned = permute(x, ['batch', 'seq', 'feature'])
//    ^? Tensor<[Batch<2>, Seq<4>, Feature<6>]>
const transposed = transpose(x)
//    ^? Tensor<[Seq<4>, Feature<6>, Batch<2>]>
const flat = reshape(x, [axis('row', 8), feature(6)])
//    ^? Tensor<[Axis<"row", 8>, Feature<6>]>
const wide = concat(x, x)
//    ^? Tensor<[Seq<4>, Batch<2>, Feature<12>]>
const part = slice(x, 'seq', 1, 3)
//    ^? Tensor<[Seq<2>, Batch<2>, Feature<6>]>
const last = select(x, 'seq', -1)
//    ^? Tensor<[Batch<2>, Feature<6>]>
const picked = gather(x, 'feature', zeros([seq(4), batch(2)], 'i32'))
//    ^? Tensor<[Seq<4>, Batch<2>]>

type Vector = Tensor<[Feature<3>]>
const [value, gradients] = valueAndGrad((p: Vector) => sum(p))(zeros([feature(3)]))
//     ^? Tensor<[]>
//            ^? Tensor<[Feature<3>]>
const slope = grad((p: Vector, _times: number) => sum(p))
//    ^? (params: Tensor<[Feature<3>]>, _times: number) => Tensor<[Feature<3>]>
