/** A safetensors file with this header, written with nothing checked: the text as it is, or a value as JSON. */
export const safetensorsFile = (header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array => {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([length, text, data])
}
