type Reading =
  | 'length'
  | 'byteLength'
  | 'BYTES_PER_ELEMENT'
  | 'at'
  | 'entries'
  | 'every'
  | 'filter'
  | 'find'
  | 'findIndex'
  | 'forEach'
  | 'includes'
  | 'indexOf'
  | 'join'
  | 'keys'
  | 'lastIndexOf'
  | 'map'
  | 'reduce'
  | 'reduceRight'
  | 'slice'
  | 'some'
  | 'values'

/** A `Float32Array` that can be read and copied (`slice()`, `Float32Array.from`), but not written. */
export interface ReadonlyFloat32Array extends Pick<Float32Array, Reading> {
  readonly [index: number]: number
  [Symbol.iterator](): ReturnType<Float32Array['values']>
}

/** An `Int32Array` that can be read and copied, but not written. */
export interface ReadonlyInt32Array extends Pick<Int32Array, Reading> {
  readonly [index: number]: number
  [Symbol.iterator](): ReturnType<Int32Array['values']>
}
