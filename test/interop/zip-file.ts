/** Writes zip archives without compression: as plain as they can be, and with every number in the fields of ZIP64. */

type Files = readonly (readonly [name: string, bytes: Uint8Array])[]

const record = (...fields: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Buffer => {
  const bytes = Buffer.alloc(fields.reduce((sum, [size]) => sum + size, 0))
  let at = 0
  for (const [size, value] of fields) {
    if (size === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, size)
    at += size
  }
  return bytes
}

const local = (name: Buffer, size: number): Buffer =>
  Buffer.concat([
    record([4, 0x04034b50], [2, 20], [2, 0], [2, 0], [4, 0], [4, 0], [4, size], [4, size], [2, name.length], [2, 0]),
    name,
  ])

const central = (name: Buffer, size: number, offset: number, extra: Buffer): Buffer =>
  Buffer.concat([
    record([4, 0x02014b50], [2, 20], [2, 20], [2, 0], [2, 0], [4, 0], [4, 0], [4, size], [4, size], [2, name.length]),
    record([2, extra.length], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
    name,
    extra,
  ])

const archive = (files: Files, entry: (name: Buffer, size: number, offset: number) => Buffer) => {
  const bodies: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [text, bytes] of files) {
    const name = Buffer.from(text)
    const body = Buffer.concat([local(name, bytes.length), bytes])
    bodies.push(body)
    entries.push(entry(name, bytes.length, offset))
    offset += body.length
  }
  const directory = Buffer.concat(entries)
  return { bodies: Buffer.concat([...bodies, directory]), start: offset, size: directory.length, count: files.length }
}

export const zip = (files: Files): Uint8Array => {
  const none = Buffer.alloc(0)
  const { bodies, start, size, count } = archive(files, (name, size, offset) => central(name, size, offset, none))
  const end = record([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, start], [2, 0])
  return new Uint8Array(Buffer.concat([bodies, end]))
}

export const zip64 = (files: Files, { without }: { without?: 'numbers' | 'end' } = {}): Uint8Array => {
  const { bodies, start, size, count } = archive(files, (name, size, offset) => {
    // Another field stands before it, as PyTorch pads.
    const padding = record([2, 0x4246], [2, 3], [2, 0x5a5a])
    const numbers = record([2, 1], [2, 24], [8, size], [8, size], [8, offset])
    const extra = without === 'numbers' ? [] : [padding, Buffer.from('Z'), numbers]
    return central(name, 0xffffffff, 0xffffffff, Buffer.concat(extra))
  })
  const at = bodies.length
  const end64 = record(
    [4, without === 'end' ? 0 : 0x06064b50],
    ...([
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, size],
      [8, start],
    ] as const),
  )
  const locator = record([4, 0x07064b50], [4, 0], [8, at], [4, 1])
  const end = record(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, 0xffff],
    [2, 0xffff],
    [4, 0xffffffff],
    [4, 0xffffffff],
    [2, 0],
  )
  return new Uint8Array(Buffer.concat([bodies, end64, locator, end]))
}
