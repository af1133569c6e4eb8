import type { MessageName } from '../../types/message.js'
import { type MessageArgs, message } from './message.js'

/**
 * A shape, a size or an option that does not fit. Its message is the sentence that the compiler shows for the same mistake.
 *
 * Functions that take typed values throw it, since such a call does not compile; functions that read outside data (`fromArray`,
 * `refine`) return it as a `Left`.
 */
export class ShapeError extends Error {
  override readonly name = 'ShapeError'
  /** Which rule was broken, for programs. */
  readonly rule: MessageName

  constructor(rule: MessageName, text: string) {
    super(text)
    this.rule = rule
  }
}

/** The error of a rule. */
export const shapeError = <Name extends MessageName>(rule: Name, args: MessageArgs<Name>): ShapeError =>
  new ShapeError(rule, message(rule, args))

/** Throws the error of a rule. */
export const fail = <Name extends MessageName>(rule: Name, args: MessageArgs<Name>): never => {
  throw shapeError(rule, args)
}
