/**
 * What was made of a record of parameters, remembered for as long as the record lives. The look-up trusts no one: where somebody put other parts into
 * the record, it is made anew.
 */
export const remembering = <Part, Bound>(): ((record: object, parts: readonly Part[], make: () => Bound) => Bound) => {
  const known = new WeakMap<object, { readonly parts: readonly Part[]; readonly bound: Bound }>()
  return (record, parts, make) => {
    const last = known.get(record)
    if (last?.parts.every((part, i) => part === parts[i])) return last.bound
    const bound = make()
    known.set(record, { parts, bound })
    return bound
  }
}
