/**
 * Exact arithmetic on non-negative integers written as decimal strings.
 *
 * A size is a number literal, and TypeScript cannot add two of those. It can take a string apart, though, so numbers are added
 * as at school: digit by digit, with a carry. The cost grows with the number of digits and not with the number. (Counting with
 * tuples, the usual trick, ends at 1,000 elements; here a tuple never has more than 19.) Exact up to 2^53.
 */

type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'
type High = '5' | '6' | '7' | '8' | '9'

// The last digit of 2 * d, and of 2 * d + 1, for d from 0 to 9.
type TwiceEven = ['0', '2', '4', '6', '8', '0', '2', '4', '6', '8']
type TwiceOdd = ['1', '3', '5', '7', '9', '1', '3', '5', '7', '9']

/**
 * `2 * S`, from left to right: a digit of the result is twice the digit, plus one if the digit to its right is high. No carry
 * travels, so one pass is enough. Doubling has its own rule because every bidirectional network doubles two sizes.
 */
export type DoubleDigits<S extends string> = TwiceFrom<S, S extends `${High}${string}` ? '1' : ''>

type TwiceFrom<S extends string, Out extends string> = S extends `${infer D extends Digit}${infer Rest}`
  ? TwiceFrom<Rest, `${Out}${(Rest extends `${High}${string}` ? TwiceOdd : TwiceEven)[D]}`>
  : Out

type Reverse<S extends string, Out extends string = ''> = S extends `${infer D}${infer Rest}`
  ? Reverse<Rest, `${D}${Out}`>
  : Out

// 3 * d + c for d from 0 to 9 and a carry c, as the next carry and a digit.
interface Thrice {
  '0': ['00', '03', '06', '09', '12', '15', '18', '21', '24', '27']
  '1': ['01', '04', '07', '10', '13', '16', '19', '22', '25', '28']
  '2': ['02', '05', '08', '11', '14', '17', '20', '23', '26', '29']
}

/** `3 * S`, from the last digit to the first, with a carry of up to 2. It has its own rule because every GRU has three gates. */
export type TripleDigits<S extends string> = ThriceFrom<Reverse<S>, '0', ''>

type ThriceFrom<
  S extends string,
  C extends keyof Thrice,
  Out extends string,
> = S extends `${infer D extends Digit}${infer Rest}`
  ? Thrice[C][D] extends `${infer Next extends keyof Thrice}${infer Last}`
    ? ThriceFrom<Rest, Next, `${Last}${Out}`>
    : never
  : C extends '0'
    ? Out
    : `${C}${Out}`

// A digit as that many elements.
type Ones = [
  [],
  [1],
  [1, 1],
  [1, 1, 1],
  [1, 1, 1, 1],
  [1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1, 1, 1],
]
type Carry = '0' | '1'

/** `A + B + C` for single digits, as a string of one or two digits; an absent digit counts as 0. */
type SumOfDigits<A extends string, B extends string, C extends Carry> = `${[
  ...Ones[A extends Digit ? A : '0'],
  ...Ones[B extends Digit ? B : '0'],
  ...Ones[C],
]['length'] &
  number}`

/**
 * `A + B`: both are turned round, so that the last digits come first, and are added digit by digit until neither has a digit
 * and no carry is left.
 */
export type AddDigits<A extends string, B extends string> = AddFrom<Reverse<A>, Reverse<B>, '0', ''>

type AddFrom<A extends string, B extends string, C extends Carry, Out extends string> = `${A}${B}` extends ''
  ? C extends '1'
    ? `1${Out}`
    : Out
  : SumOfDigits<Head<A>, Head<B>, C> extends infer Sum
    ? Sum extends `1${infer Last extends Digit}`
      ? AddFrom<Tail<A>, Tail<B>, '1', `${Last}${Out}`>
      : AddFrom<Tail<A>, Tail<B>, '0', `${Sum & string}${Out}`>
    : never

type Head<S extends string> = S extends `${infer D}${string}` ? D : ''
type Tail<S extends string> = S extends `${string}${infer Rest}` ? Rest : ''

/** `A * B`, by Horner's rule over the digits of `B`: ten times what there is so far, plus `A` times the next digit. */
export type MultiplyDigits<
  A extends string,
  B extends string,
  Out extends string = '0',
> = B extends `${infer D extends Digit}${infer Rest}`
  ? MultiplyDigits<A, Rest, AddDigits<Out extends '0' ? '0' : `${Out}0`, TimesDigit<A, Ones[D]>>>
  : Out

type TimesDigit<A extends string, Count extends readonly 1[], Out extends string = '0'> = Count extends [
  1,
  ...infer Rest extends 1[],
]
  ? TimesDigit<A, Rest, AddDigits<Out, A>>
  : Out

/**
 * Whether `A` is less than, equal to or greater than `B`: `-1`, `0` or `1`. Both lose a digit at a time from the left; the longer
 * number is the greater, and among numbers of one length the first digit that differs decides.
 */
export type CompareDigits<
  A extends string,
  B extends string,
  Decided extends -1 | 0 | 1 = 0,
> = A extends `${infer X extends Digit}${infer RestA}`
  ? B extends `${infer Y extends Digit}${infer RestB}`
    ? CompareDigits<RestA, RestB, Decided extends 0 ? CompareDigit<X, Y> : Decided>
    : 1
  : B extends ''
    ? Decided
    : -1

type CompareDigit<X extends Digit, Y extends Digit> = X extends Y ? 0 : Ones[X] extends [...Ones[Y], ...1[]] ? 1 : -1

/** `A - B` where `A` is not less than `B`: digit by digit from the last one, each time less what was borrowed. */
export type SubtractDigits<A extends string, B extends string> = WithoutZeros<
  SubtractFrom<Reverse<A>, Reverse<B>, '0', ''>
>

type SubtractFrom<A extends string, B extends string, C extends Carry, Out extends string> = A extends ''
  ? Out
  : OnesOf<Head<A>> extends readonly [...OnesOf<Head<B>>, ...Ones[C], ...infer Left extends 1[]]
    ? SubtractFrom<Tail<A>, Tail<B>, '0', `${Left['length'] & number}${Out}`>
    : [...OnesOf<Head<A>>, ...Ones[9], 1] extends readonly [...OnesOf<Head<B>>, ...Ones[C], ...infer Left extends 1[]]
      ? SubtractFrom<Tail<A>, Tail<B>, '1', `${Left['length'] & number}${Out}`>
      : never

/** A digit as that many elements; an absent digit counts as 0. */
type OnesOf<D extends string> = Ones[D extends Digit ? D : '0']

type WithoutZeros<S extends string> = S extends `0${infer Rest}` ? (Rest extends '' ? S : WithoutZeros<Rest>) : S
