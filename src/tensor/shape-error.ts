import type { MessageName } from '../../types/message.js'
import { type Area, type MessageArgs, message, type RuleOf } from './message.js'

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

/** The error of a rule, whose sentence is in one of the areas. */
export const shapeError = <Areas extends readonly Area[], Rule extends RuleOf<Areas>>(
  areas: Areas,
  rule: Rule,
  args: MessageArgs<Rule>,
): ShapeError => new ShapeError(rule, message(areas, rule, args))

/** Makes a file's `fail`, which throws the error of a rule: one of the areas that the file speaks of, so that a bundle holds no others. */
export const failOf =
  <Areas extends readonly Area[]>(...areas: Areas) =>
  <Rule extends RuleOf<Areas>>(rule: Rule, args: MessageArgs<Rule>): never => {
    throw shapeError(areas, rule, args)
  }
