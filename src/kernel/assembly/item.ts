/** An element that is there by construction; TypeScript cannot know it, and a mistake in the generator should not pass in silence. */
export const item = <Item>(items: readonly Item[], index: number): Item => {
  const found = items[index]
  if (found === undefined) throw new Error(`no item ${index} among ${items.length}`)
  return found
}
