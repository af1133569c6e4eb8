/**
 * Typed arrays whose writing methods can't be called. They are still assignable to `Float32Array` and `Int32Array`, so that they can be handed to
 * code that reads (an encoder, another runtime); code that writes must be given a copy, `data.slice()`.
 */

/** A `Float32Array` to be read: `x.data[0] = 1` and `x.data.fill(0)` do not compile. */
export interface ReadonlyFloat32Array extends Float32Array {
  readonly [index: number]: number
  copyWithin(target: never, start: never, end?: never): this
  fill(value: never, start?: never, end?: never): this
  reverse(this: never): this
  set(array: never, offset?: never): void
  sort(compareFn: never): this
}

/** An `Int32Array` to be read. */
export interface ReadonlyInt32Array extends Int32Array {
  readonly [index: number]: number
  copyWithin(target: never, start: never, end?: never): this
  fill(value: never, start?: never, end?: never): this
  reverse(this: never): this
  set(array: never, offset?: never): void
  sort(compareFn: never): this
}
