import type { AddDigits, MultiplyDigits } from './digits.js'

/**
 * Arithmetic on sizes that have a name, in one canonical form, so that equal sizes are equal strings.
 *
 *   size   = term '+' term '+' ...      terms in alphabetical order of their names, the plain number last
 *   term   = number '*' names | names   a factor of 1 is left out
 *   names  = name '*' name '*' ...      in alphabetical order
 *
 * So `H + H`, `2 * H` and `H * 2` are all `'2*H'`. The run-time twin is `src/tensor/size.ts`.
 */

// ASCII order of the characters that a name may hold.
type Order = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

/** Whether `A` comes before `B` in ASCII order, `'*'` being lower than every character of a name. */
type Before<A extends string, B extends string> = A extends `${infer X}${infer RestA}`
  ? B extends `${infer Y}${infer RestB}`
    ? X extends Y
      ? Before<RestA, RestB>
      : X extends '*'
        ? true
        : Order extends `${string}${X}${string}${Y}${string}`
          ? true
          : false
    : false
  : B extends ''
    ? false
    : true

/** A term: its factor as digits, and its names in order (`''` for a plain number). */
type Term = readonly [factor: string, names: string]

type ParseTerm<S extends string> = S extends `${infer N extends number}*${infer Names}`
  ? [`${N}`, Names]
  : S extends `${number}`
    ? [S, '']
    : ['1', S]

type Parse<S extends string> = S extends `${infer First}+${infer Rest}`
  ? [ParseTerm<First>, ...Parse<Rest>]
  : [ParseTerm<S>]

type PrintTerm<T extends Term> = T[1] extends '' ? T[0] : T[0] extends '1' ? T[1] : `${T[0]}*${T[1]}`

type Print<Terms extends readonly Term[]> = Terms extends readonly [
  infer First extends Term,
  ...infer Rest extends readonly Term[],
]
  ? Rest extends readonly []
    ? PrintTerm<First>
    : `${PrintTerm<First>}+${Print<Rest>}`
  : '0'

/** `T` put into a sum in its place; a term with the same names takes it up. */
type Insert<T extends Term, Terms extends readonly Term[]> = Terms extends readonly [
  infer First extends Term,
  ...infer Rest extends readonly Term[],
]
  ? T[1] extends First[1]
    ? [[AddDigits<T[0], First[0]>, T[1]], ...Rest]
    : TermBefore<T[1], First[1]> extends true
      ? [T, ...Terms]
      : [First, ...Insert<T, Rest>]
  : [T]

type TermBefore<A extends string, B extends string> = A extends '' ? false : B extends '' ? true : Before<A, B>

type Sum<A extends readonly Term[], B extends readonly Term[]> = A extends readonly [
  infer First extends Term,
  ...infer Rest extends readonly Term[],
]
  ? Sum<Rest, Insert<First, B>>
  : B

/** The names of a product: those of `A` put into those of `B`, one at a time. */
type MergeNames<A extends string, B extends string> = A extends ''
  ? B
  : A extends `${infer First}*${infer Rest}`
    ? MergeNames<Rest, InsertName<First, B>>
    : InsertName<A, B>

type InsertName<Name extends string, Names extends string> = Names extends ''
  ? Name
  : Names extends `${infer First}*${infer Rest}`
    ? Before<Name, First> extends true
      ? `${Name}*${Names}`
      : `${First}*${InsertName<Name, Rest>}`
    : Before<Name, Names> extends true
      ? `${Name}*${Names}`
      : `${Names}*${Name}`

type Scale<T extends Term, Terms extends readonly Term[], Out extends readonly Term[] = []> = Terms extends readonly [
  infer First extends Term,
  ...infer Rest extends readonly Term[],
]
  ? Scale<T, Rest, Insert<[MultiplyDigits<T[0], First[0]>, MergeNames<T[1], First[1]>], Out>>
  : Out

type Product<
  A extends readonly Term[],
  B extends readonly Term[],
  Out extends readonly Term[] = [],
> = A extends readonly [infer First extends Term, ...infer Rest extends readonly Term[]]
  ? Product<Rest, B, Sum<Scale<First, B>, Out>>
  : Out

/** `A + B` in canonical form. */
export type AddSymbols<A extends string, B extends string> = Print<Sum<Parse<A>, Parse<B>>>

/** `A * B` in canonical form. */
export type MultiplySymbols<A extends string, B extends string> = Print<Product<Parse<A>, Parse<B>>>

/** `S` in canonical form. A name is well written when it is its own canonical form: `'2*H'` is, `'H*2'` is not. */
export type Canonical<S extends string> = MultiplySymbols<S, '1'>

/** Whether `S` is a plain name, such as `'B'` or `'hidden_1'`: letters, digits and `_`, not a digit first. */
export type IsName<S extends string> = S extends `${infer First}${string}`
  ? First extends `${number}`
    ? false
    : HasNameCharacters<S>
  : false

type HasNameCharacters<S extends string> = S extends `${infer C}${infer Rest}`
  ? Order extends `${string}${C}${string}`
    ? HasNameCharacters<Rest>
    : false
  : true

/** Whether each factor of each term is a name; only the first factor of a term may be a number. */
type HasNames<S extends string> = S extends `${infer First}+${infer Rest}`
  ? HasNames<First> extends true
    ? HasNames<Rest>
    : false
  : S extends '' | `0${string}`
    ? false
    : S extends `${number}`
      ? S extends `${string}${'-' | '.' | 'e'}${string}`
        ? false
        : true
      : S extends `${number}*${infer Names}`
        ? AreNames<Names>
        : AreNames<S>

type AreNames<S extends string> = S extends `${infer First}*${infer Rest}`
  ? IsName<First> extends true
    ? AreNames<Rest>
    : false
  : IsName<S>

/** Whether `S` may stand for a size: a name, or an expression over names in canonical form. */
export type IsSymbol<S extends string> =
  IsName<S> extends true
    ? true
    : S extends `${number}`
      ? false
      : HasNames<S> extends true
        ? Canonical<S> extends S
          ? true
          : false
        : false
