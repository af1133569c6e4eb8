import { expect } from 'vitest'

/** Arrays share no number, whatever buffers they lie in. Overwrites them. */
export const expectApart = (arrays: readonly (Float32Array | Int32Array)[]): void => {
  for (const [i, array] of arrays.entries()) array.fill(i)
  expect(arrays.every((array, i) => array.every((x) => x === i))).toBe(true)
}
