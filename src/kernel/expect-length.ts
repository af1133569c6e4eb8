/** Throws RangeError where an array that was handed in is not as long as the sizes ask for. */
export const expectLength = (
  what: string,
  array: { readonly length: number } | undefined,
  length: number | undefined,
): void => {
  if (array?.length !== length)
    throw new RangeError(`${what} has ${array?.length ?? 'no'} floats, but the sizes ask for ${length}`)
}
