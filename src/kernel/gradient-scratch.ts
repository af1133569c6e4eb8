/** The blocks of the weight gradients' product; the modules and the engine both read them here. */

/** Rows, which are summed over, in a block. */
export const blockRows = 256
/** Columns of the transposed operand in a block: a multiple of every tile's height. */
export const blockColumns = 96
/** Floats from one transposed row to the next: 4 more than there are, so that the rows fall on different sets of the cache. */
export const ldTransposed = blockRows + 4

/** Floats of room for a product of so many rows with n columns: a transposed block, and the panels of the other operand. */
export const gradientScratch = (rows: number, n: number): number =>
  blockColumns * ldTransposed + Math.min(rows, blockRows) * Math.ceil(n / 8) * 8
