import type { Add, Compare, Double, Multiply } from 'shapefold'
import { expectType } from 'tsd'
import type { CompareDigits, DoubleDigits } from '../../dist/types/digits.js'
import type { IsUnion, NumberOr, SizeOr } from '../../dist/types/size.js'
import type { Canonical, IsName, IsSymbol } from '../../dist/types/symbol.js'

declare const any: <T>() => T

// Doubling: every digit, carries, and the largest size.
expectType<2>(any<Double<1>>())
expectType<10>(any<Double<5>>())
expectType<18>(any<Double<9>>())
expectType<198>(any<Double<99>>())
expectType<110>(any<Double<55>>())
expectType<1357908642>(any<Double<678954321>>())
expectType<2147483648>(any<Double<1073741824>>())
expectType<4294967296>(any<Double<2147483648>>())
expectType<'2*H'>(any<Double<'H'>>())
expectType<'4*H'>(any<Double<Double<'H'>>>())
expectType<'2*H+6'>(any<Double<'H+3'>>())
expectType<2 | 6>(any<Double<1 | 3>>())
expectType<'0'>(any<DoubleDigits<'0'>>())

// Adding.
expectType<7>(any<Add<3, 4>>())
expectType<10>(any<Add<9, 1>>())
expectType<1000>(any<Add<999, 1>>())
expectType<1000>(any<Add<1, 999>>())
expectType<2147483648>(any<Add<2147483647, 1>>())
expectType<4294967296>(any<Add<2147483648, 2147483648>>())
expectType<'H+1'>(any<Add<'H', 1>>())
expectType<'H+1'>(any<Add<1, 'H'>>())
expectType<'2*H'>(any<Add<'H', 'H'>>())
expectType<'3*H'>(any<Add<'2*H', 'H'>>())
expectType<'A+B'>(any<Add<'B', 'A'>>())
expectType<'A+B+C+10'>(any<Add<'B+9', 'A+C+1'>>())
expectType<'A+A*B'>(any<Add<'A', 'A*B'>>())
expectType<'H+h'>(any<Add<'h', 'H'>>())
expectType<'_a+a'>(any<Add<'a', '_a'>>())
expectType<'H+H1+H10+H2'>(any<Add<Add<'H2', 'H10'>, Add<'H', 'H1'>>>())

// Multiplying.
expectType<12>(any<Multiply<3, 4>>())
expectType<81>(any<Multiply<9, 9>>())
expectType<998001>(any<Multiply<999, 999>>())
expectType<2147483648>(any<Multiply<65536, 32768>>())
expectType<2147483648>(any<Multiply<2, 1073741824>>())
expectType<100000>(any<Multiply<1000, 100>>())
expectType<'4*H'>(any<Multiply<4, 'H'>>())
expectType<'4*H'>(any<Multiply<'H', 4>>())
expectType<'H'>(any<Multiply<'H', 1>>())
expectType<'H'>(any<Multiply<1, 'H'>>())
expectType<'A*B'>(any<Multiply<'B', 'A'>>())
expectType<'H*H'>(any<Multiply<'H', 'H'>>())
expectType<'6*A*B*C'>(any<Multiply<'3*B', '2*A*C'>>())
expectType<'2*A+2*B+6'>(any<Multiply<2, 'A+B+3'>>())
expectType<'A*A+2*A*B+B*B'>(any<Multiply<'A+B', 'A+B'>>())
expectType<'3*A+A*A+2'>(any<Multiply<'A+1', 'A+2'>>())

// The same size in different ways is the same type.
expectType<Multiply<2, 'H'>>(any<Add<'H', 'H'>>())
expectType<Multiply<'A', Add<'B', 1>>>(any<Add<Multiply<'A', 'B'>, 'A'>>())
expectType<Double<Multiply<2, 'H'>>>(any<Multiply<'H', 4>>())
expectType<Add<Add<'A', 'B'>, 'C'>>(any<Add<'C', Add<'B', 'A'>>>())

// Comparing.
expectType<-1>(any<Compare<2, 10>>())
expectType<1>(any<Compare<10, 9>>())
expectType<0>(any<Compare<2147483648, 2147483648>>())
expectType<-1>(any<Compare<2147483647, 2147483648>>())
expectType<1>(any<Compare<200, 199>>())
expectType<0>(any<Compare<'H', 'H'>>())
expectType<undefined>(any<Compare<'H', 'I'>>())
expectType<undefined>(any<Compare<'H', 3>>())
expectType<-1>(any<CompareDigits<'', '1'>>())

// Unions.
expectType<true>(any<IsUnion<1 | 2>>())
expectType<true>(any<IsUnion<boolean>>())
expectType<false>(any<IsUnion<1>>())
expectType<false>(any<IsUnion<number>>())
// biome-ignore lint/suspicious/noExplicitAny: what comes from untyped code
expectType<false>(any<IsUnion<any>>())
expectType<false>(any<IsUnion<unknown>>())
expectType<never>(any<IsUnion<never>>())

// What may be a size.
type Batch<N> = SizeOr<N, 'batch', 'batch'>
expectType<1>(any<Batch<1>>())
expectType<9999>(any<Batch<9999>>())
expectType<10000>(any<Batch<10000>>())
expectType<2147483648>(any<Batch<2147483648>>())
expectType<'B'>(any<Batch<'B'>>())
expectType<'2*B+1'>(any<Batch<'2*B+1'>>())
expectType<'the size of batch is 0, but a size is a positive integer'>(any<Batch<0>>())
expectType<'the size of batch is -1, but a size is a positive integer'>(any<Batch<-1>>())
expectType<'the size of batch is 0.5, but a size is a positive integer'>(any<Batch<0.5>>())
expectType<'the size of batch is 1e+21, but a size is a positive integer'>(any<Batch<1e21>>())
expectType<'the size of batch is 2147483649, but the largest size is 2147483648'>(any<Batch<2147483649>>())
expectType<"the size of batch is one of several, but an axis has one size: narrow it first, or name it, as in batch('N', n)">(
  any<Batch<1 | 2>>(),
)
expectType<"the size of batch is one of several, but an axis has one size: narrow it first, or name it, as in batch('N', n)">(
  any<Batch<'A' | 'B'>>(),
)
expectType<"batch is not a size: write a positive integer, or a name, as in batch('N', n)">(any<Batch<1 | 'B'>>())
expectType<"batch is not a size: write a positive integer, or a name, as in batch('N', n)">(any<Batch<unknown>>())
expectType<"batch is not a size: write a positive integer, or a name, as in batch('N', n)">(any<Batch<undefined>>())
expectType<"batch has a size of type number, which the types can't check: write a literal (or 'as const'), or name it, as in batch('N', n)">(
  any<Batch<number>>(),
)
expectType<"batch has a name of type string, which the types can't check: write a literal (or 'as const')">(
  any<Batch<string>>(),
)
expectType<never>(any<Batch<never>>())

// The number beside a name.
expectType<number>(any<NumberOr<number, 'batch'>>())
expectType<3>(any<NumberOr<3, 'batch'>>())
expectType<3 | 4>(any<NumberOr<3 | 4, 'batch'>>())
expectType<'the size of batch is 0, but a size is a positive integer'>(any<NumberOr<0, 'batch'>>())
expectType<'the size of batch is 2147483649, but the largest size is 2147483648'>(any<NumberOr<2147483649, 'batch'>>())

// Names.
expectType<true>(any<IsName<'B' | 'b' | '_' | 'hidden_1' | 'Batch'>>())
expectType<false>(any<IsName<'' | '1' | '1a' | 'a b' | 'a-b' | 'a*b' | 'a+b' | 'ä'>>())
expectType<true>(any<IsSymbol<'B' | '2*B' | 'A*B' | 'A+B' | '2*A*B+3*C+1' | '12*H'>>())
expectType<false>(any<IsSymbol<'1*B' | '0*B' | 'B*2' | 'B+A' | 'b*a' | 'A+A' | '1+A' | 'A+' | '+A' | '*A' | 'A**B'>>())
expectType<false>(any<IsSymbol<'' | '4' | '-A' | '2.5*A' | '1e3*A' | '-2*A' | '02*A' | 'A+0' | ' A' | '2*3*A'>>())
expectType<'2*A*B+3'>(any<Canonical<'B*A+1+A*B+2'>>())
