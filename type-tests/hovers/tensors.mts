/** What an editor shows of axes and tensors. */
import { axis, batch, feature, fromArray, randn, randperm, refine, seq, tensor, zeros } from 'shapefold'

declare const n: number

const time = seq(4)
//    ^? Seq<4>
const named = batch('B', n)
//    ^? Batch<"B">
const open = batch('B')
//    ^? OpenAxis<Batch<"B">>
const vocab = axis('vocab', 65)
//    ^? Axis<"vocab", 65>

const x = tensor([seq(4), batch(2), feature(3)], new Float32Array(24))
//    ^? Tensor<[Seq<4>, Batch<2>, Feature<3>]>
const ids = zeros([seq(4), batch(2)], 'i32')
//    ^? Tensor<[Seq<4>, Batch<2>], "i32">
const names = zeros([seq('T', n), batch('B', n), feature('2*H', n)])
//    ^? Tensor<[Seq<"T">, Batch<"B">, Feature<"2*H">]>
const table = zeros([vocab, feature(8)])
//    ^? Tensor<[Axis<"vocab", 65>, Feature<8>]>
const scalar = zeros([])
//    ^? Tensor<[]>
const axes = x.axes
//    ^? readonly [Seq<4>, Batch<2>, Feature<3>]
const data = x.data
//    ^? ReadonlyFloat32Array

const read = fromArray([batch('B'), feature(3)], JSON.parse('[]'))
//    ^? Either<ShapeError, Tensor<[Batch<"B">, Feature<3>]>>
const known = refine([batch(2), feature(3)])(zeros([batch('N', n), feature(3)]))
//    ^? Either<ShapeError, Tensor<[Batch<2>, Feature<3>]>>
const noise = randn([seq(4)])
//    ^? State<Rng, Tensor<[Seq<4>]>>
const order = randperm(5)
//    ^? State<Rng, Tensor<[Axis<"index", 5>], "i32">>
