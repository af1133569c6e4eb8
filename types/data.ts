import type { AnyAxis } from './axis.js'
import type { Message } from './message.js'
import type { Shape, WordsOf } from './shape.js'
import type { IsUnion, Multiply, Size } from './size.js'

/** What fills a tensor, and whether it fits: data that stands in place is counted, as far as the compiler knows how long it is. */

/**
 * Numbers for a tensor: flat in row-major order, or nested as deep as there are axes. An `Int32Array` makes an i32 tensor.
 *
 * The empty lists add nothing, but with them the compiler counts what stands in place: it infers `[number, number]` and not `number[]`.
 */
export type TensorData = ArrayLike<number> | readonly NestedData[] | readonly []

type NestedData = number | readonly NestedData[] | readonly []

/** The type of the numbers that `Data` makes. Data of type `any`, such as `JSON.parse` gives, makes floats, as `unknown` does. */
export type DTypeOf<Data> = unknown extends Data ? 'f32' : Data extends Int32Array ? 'i32' : 'f32'

/**
 * `Data` itself where it may fill the axes `A`, otherwise what is wrong with it; the run-time twin is `flatten`. Of nested lists the first number alone
 * is looked at, and lists of a length that only the run time knows are left to it, as are axes with names.
 */
export type NumbersOr<A, Data extends TensorData> = [A] extends [Shape]
  ? number extends A['length']
    ? Data
    : DataFault<A, Data> extends infer Fault extends string
      ? NoInfer<Fault>
      : [A] extends [readonly []]
        ? Data | number
        : Data
  : Data

/** What is wrong with the data, or 0. */
type DataFault<S extends Shape, D extends TensorData> =
  IsCounted<D['length'], S> extends true
    ? S extends readonly [AnyAxis, AnyAxis, ...Shape]
      ? IsList<FirstOf<D>, S> extends true
        ? NestedFault<S, D>
        : IsNumber<FirstOf<D>, S> extends true
          ? FlatFault<S, D>
          : 0
      : FlatFault<S, D>
    : 0

/**
 * In a generic function an axis or the data may be a type parameter, of which nothing is known: it must pass. A conditional type over it would be put
 * off until it is known, and to a type that is put off nothing can be given. So a question is put in a form that the compiler answers at once: two objects
 * that disagree on a property of one value are `never`, and where a property is a type parameter they are not.
 *
 * `Until` puts the question off while the axes are unknown: the compiler would answer it for the type parameters of these types here, too.
 */
type Disagree<A, B, Until> = [A & B, Until] extends [never, unknown] ? true : false

/** Whether a length is one that the compiler knows. */
type IsCounted<Length, Until> =
  Disagree<{ readonly length: Length }, { readonly length: -1 }, Until> extends true
    ? IsUnion<Length> extends true
      ? false
      : true
    : false

/** The length of a list that may be a number. */
type LengthOf<T> = (T & { readonly length: unknown })['length']

interface Probe<T> {
  /** 'none' for a number, never for a list. */
  readonly number: (T & { readonly length: 'none' })['length']
  /** 1 for a list, or 'none', too, for a number. */
  readonly list: (T & { readonly length: 'none' })['length'] | 1
}

/** Whether `T` is a number, and no list. */
type IsNumber<T, Until> = Disagree<Probe<T>, { readonly number: 0 }, Until>

/** Whether `T` is a list, and no number. */
type IsList<T, Until> = Disagree<Probe<T>, { readonly list: 'none' }, Until>

/** Whether the size of an axis is a number that the compiler knows. */
type IsLiteral<A extends AnyAxis> =
  Disagree<A, { readonly label: 0 }, A> extends true ? (A['label'] extends number ? true : false) : false

type FirstOf<D> = D extends readonly [] ? 0 : D[0 & keyof D]

/** How many numbers `S` holds; 'named' where the compiler does not know a size. */
type CountOf<S extends Shape, Out extends Size = 1> = S extends readonly [
  infer A extends AnyAxis,
  ...infer Rest extends Shape,
]
  ? IsLiteral<A> extends true
    ? CountOf<Rest, Out extends 1 ? A['label'] & number : Multiply<Out, A['label'] & number>>
    : 'named'
  : Out

type FlatFault<S extends Shape, D extends TensorData> =
  CountOf<S> extends infer Want
    ? Want extends 'named' | D['length']
      ? FirstFault<D, '', S>
      : Message<'wrong count', { got: D['length']; axes: WordsOf<S>; want: Want }>
    : never

type FirstFault<D, Path extends string, Until> =
  IsList<FirstOf<D>, Until> extends true ? Message<'not a number', { path: `data${Path}[0]`; got: 'an array' }> : 0

/** Whether nested data has the lengths of the axes. No place has a part in it, so that lists of one type are looked at once. */
type Fits<S extends Shape, D> = S extends readonly [infer A extends AnyAxis, ...infer Rest extends Shape]
  ? IsNumber<D, S> extends true
    ? false
    : IsCounted<LengthOf<D>, S> extends true
      ? HasLength<D, A> extends true
        ? Rest extends readonly []
          ? IsList<FirstOf<D>, S> extends true
            ? false
            : true
          : [Misfits<Rest, D>] extends [never]
            ? true
            : false
        : false
      : true
  : true

type HasLength<D, A extends AnyAxis> =
  IsLiteral<A> extends true ? (LengthOf<D> extends A['label'] ? true : false) : true

/** The indices of the lists in `D` that have not the lengths of `S`. They are looked at one by one only if they are of several types. */
type Misfits<S extends Shape, D> = D extends readonly unknown[]
  ? IsUnion<D[number]> extends true
    ? { [I in keyof D]: Fits<S, D[I]> extends true ? never : I }[number]
    : Fits<S, D[number]> extends true
      ? never
      : '0'
  : never

/** The sentence of the first list that has not the length of its axis, or whose first element is a list behind the last axis. */
type NestedFault<
  S extends Shape,
  D,
  Rest extends Shape = S,
  Path extends string = '',
  Index extends readonly 1[] = [],
  Later extends boolean = false,
> = Rest extends readonly [infer A extends AnyAxis, ...infer Inner extends Shape]
  ? IsNumber<D, Rest> extends true
    ? Message<'not a list', { path: `data${Path}`; got: 'a number'; depth: S['length']; axes: WordsOf<S> }>
    : HasLength<D, A> extends true
      ? Inner extends readonly []
        ? FirstFault<D, Path, Rest>
        : Least<Misfits<Inner, D> & string> extends infer I extends keyof D & string
          ? NestedFault<S, D[I], Inner, `${Path}[${I}]`, [...Index, 1], I extends '0' ? Later : true>
          : 0
      : Later extends true
        ? Message<'ragged', { path: `data${Path}`; got: LengthOf<D>; index: Index['length']; want: A['label'] }>
        : Message<
            'wrong length',
            { index: Index['length']; got: LengthOf<D>; axes: WordsOf<S>; role: A['role']; want: A['label'] }
          >
  : 0

interface Next {
  '0': '1'
  '1': '2'
  '2': '3'
  '3': '4'
  '4': '5'
  '5': '6'
  '6': '7'
  '7': '8'
  '8': '9'
}
type Digit = keyof Next | '9'

/** The least of some indices below 10,000; 'none' of no index. */
type Least<K extends string> = '0' extends K
  ? '0'
  : [Extract<K, Digit>] extends [never]
    ? [Extract<K, `${Digit}${Digit}`>] extends [never]
      ? [Extract<K, `${Digit}${Digit}${Digit}`>] extends [never]
        ? [K] extends [never]
          ? 'none'
          : First<K>
        : First<Extract<K, `${Digit}${Digit}${Digit}`>>
      : First<Extract<K, `${Digit}${Digit}`>>
    : First<Extract<K, Digit>>

/** The first of some words of one length, in the order of their digits. */
type First<K extends string, Start extends string = ''> = Start extends K
  ? Start
  : First<K, `${Start}${FirstDigit<K, Start>}`>

type FirstDigit<K extends string, Start extends string, D extends Digit = '0'> = [
  Extract<K, `${Start}${D}${string}`>,
] extends [never]
  ? D extends keyof Next
    ? FirstDigit<K, Start, Next[D]>
    : never
  : D
