import type { AnyTensor } from '../../types/tensor.js'
import { tapeOf } from '../op/record.js'
import type { Tape } from '../tensor/tape.js'

interface Binding<Bound> {
  readonly record: object
  readonly parts: readonly AnyTensor[]
  readonly bound: Bound
}

/**
 * What was made of a record of parameters, remembered for as long as the record lives, or, where the parameters are on a tape, as long as that is
 * open. The look-up trusts no one: where somebody put other parts into the record, it is made anew.
 */
export const remembering = <Bound>(): ((
  record: object,
  parts: readonly AnyTensor[],
  make: (tape: Tape | undefined) => Bound,
) => Bound) => {
  const known = new WeakMap<object, Binding<Bound>>()
  // A step of training has a record of its own: a list is less work than a weak map, for the garbage collector, too.
  let onTape: Binding<Bound>[] = []
  return (record, parts, make) => {
    const tape = tapeOf(parts)
    const last = (tape === undefined ? [known.get(record)] : onTape).find(
      (one) => one?.record === record && one.parts.every((part, i) => part === parts[i]),
    )
    if (last !== undefined) return last.bound
    const binding = { record, parts, bound: make(tape) }
    if (tape === undefined) known.set(record, binding)
    else {
      onTape.push(binding)
      tape.afterwards(() => {
        onTape = onTape.filter((one) => one !== binding)
      })
    }
    return binding.bound
  }
}
