/** `[rows, columns]` to `[columns, rows]`, of blocks of `width` numbers. */
export const turned = (from: Float32Array, rows: number, columns: number, width = 1): Float32Array => {
  const to = new Float32Array(from.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (let i = 0; i < width; i++)
        to[(column * rows + row) * width + i] = from[(row * columns + column) * width + i] ?? 0
  return to
}
