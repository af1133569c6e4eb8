import type { Axis, Batch, Feature, Layer, Seq, Shape, ShapeOf, Tensor } from 'shapefold'
import { expectType } from 'tsd'
import type { RoleOr } from '../../dist/types/axis-of.js'
import type { Fill, Holes, Message, Shown } from '../../dist/types/message.js'
import type { Nested, Numbers, Roles, SizesOf } from '../../dist/types/shape.js'
import type { CallOf } from '../../dist/types/size.js'

declare const any: <T>() => T
type Fits<A, B> = [A] extends [B] ? true : false

// A shape as a reader sees it.
expectType<'(seq, batch, feature)'>(any<Roles<[Seq<4>, Batch<2>, Feature<5>]>>())
expectType<'(layer)'>(any<Roles<[Layer<4>]>>())
expectType<'(vocab, seq)'>(any<Roles<[Axis<'vocab', 65>, Seq<4>]>>())
expectType<'()'>(any<Roles<[]>>())
expectType<'(any number of axes)'>(any<Roles<Shape>>())
expectType<'(4, B, 2*H)'>(any<SizesOf<[Seq<4>, Batch<'B'>, Feature<'2*H'>]>>())
expectType<'()'>(any<SizesOf<[]>>())

// Nested arrays and numbers.
expectType<readonly (readonly number[])[]>(any<Nested<[Seq<4>, Feature<5>]>>())
expectType<number>(any<Nested<[]>>())
expectType<{ readonly [K in 0 | 1]: number }[0]>(any<Numbers<[Seq<4>, Feature<5>]>[0]>())
expectType<2>(any<Numbers<[Seq<4>, Feature<5>]>['length']>())

// An axis fits itself only: sizes are invariant.
expectType<true>(any<Fits<Batch<2>, Batch<2>>>())
expectType<false>(any<Fits<Batch<2>, Batch<3>>>())
expectType<false>(any<Fits<Batch<2>, Batch<2 | 3>>>())
expectType<false>(any<Fits<Batch<2>, Batch<number>>>())
expectType<false>(any<Fits<Batch<'B'>, Batch<string>>>())
expectType<false>(any<Fits<Batch<'B'>, Batch<'C'>>>())
expectType<false>(any<Fits<Batch<2>, Seq<2>>>())
expectType<true>(any<Fits<Axis<'batch', 2>, Batch<2>>>())

// A tensor fits itself, and a tensor of any shape.
type T = Tensor<[Seq<4>, Feature<5>]>
expectType<true>(any<Fits<T, Tensor<Shape>>>())
expectType<true>(any<Fits<T, Tensor<readonly [Seq<4>, Feature<5>]>>>())
expectType<false>(any<Fits<T, Tensor<[Seq<4>, Feature<6>]>>>())
expectType<false>(any<Fits<T, Tensor<[Feature<5>, Seq<4>]>>>())
expectType<false>(any<Fits<T, Tensor<[Seq<4>]>>>())
expectType<false>(any<Fits<T, Tensor<[Seq<4>, Feature<'F'>]>>>())
expectType<false>(any<Fits<T, Tensor<[Seq<4>, Feature<5 | 6>]>>>())
expectType<false>(any<Fits<T, Tensor<[Seq<4>, Feature<5>], 'i32'>>>())
expectType<false>(any<Fits<Tensor<[Seq<4>], 'i32'>, Tensor<[Seq<4>]>>>())
expectType<false>(any<Fits<Tensor<Shape>, T>>())

// The shape of a tensor.
expectType<[Seq<4>, Feature<5>]>(any<ShapeOf<T>>())
expectType<[Seq<4>]>(any<ShapeOf<Tensor<[Seq<4>], 'i32'>>>())
expectType<never>(any<ShapeOf<number>>())
expectType<never>(any<ShapeOf<never>>())
expectType<never>(any<ShapeOf<unknown>>())

// Roles.
expectType<'vocab'>(any<RoleOr<'vocab'>>())
expectType<'my-role_2'>(any<RoleOr<'my-role_2'>>())
expectType<"'-v' can't be a role: a role is a word, as in 'vocab'">(any<RoleOr<'-v'>>())
expectType<"'a b' can't be a role: a role is a word, as in 'vocab'">(any<RoleOr<'a b'>>())
expectType<"an object can't be a role: a role is a word, as in 'vocab'">(any<RoleOr<object>>())
expectType<'batch('>(any<CallOf<'batch'>>())
expectType<"axis('vocab', ">(any<CallOf<'vocab'>>())

// Messages.
expectType<'a 1 b x'>(any<Fill<'a {n} b {s}', { n: 1; s: 'x' }>>())
expectType<'a {n}'>(any<Fill<'a {n}', object>>())
expectType<'n' | 's'>(any<Holes<'a {n} b {s}'>>())
expectType<never>(any<Holes<'a'>>())
expectType<'state0 has batch 3, but the input has batch 2'>(
  any<Message<'state batch', { what: 'state0'; got: 3; want: 2 }>>(),
)
expectType<"'a'">(any<Shown<'a'>>())
expectType<'5'>(any<Shown<5>>())
expectType<'null'>(any<Shown<null>>())
expectType<'an array'>(any<Shown<[1]>>())
expectType<'a function'>(any<Shown<() => 1>>())
expectType<'an object'>(any<Shown<{ a: 1 }>>())
