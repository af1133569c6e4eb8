import type { Message } from './message.js'
import type { FirstMisshapen, FirstMissing } from './params.js'
import type { Rule } from './rule.js'
import type { AnyTensor } from './tensor.js'

/**
 * `P` itself where these may be the parameters of a module of the rule `R`, otherwise the first thing that is wrong with them: as `RnnParamsOr`,
 * for any record of parameters.
 */
export type ParamsOr<P, R extends Rule> = ((params: P) => P) extends (params: R['params']) => R['params']
  ? P
  : NoInfer<ParamsFault<P, R>>

type ParamsFault<P, R extends Rule> = P extends object
  ? P extends (...args: never) => unknown
    ? Message<'not parameters', object>
    : P extends Record<keyof P, AnyTensor>
      ? FirstMissing<P, R['keys']> extends infer Key extends string
        ? Message<'missing parameter', { key: Key; who: R['who'] }>
        : [Exclude<keyof P, R['keys'][number]>] extends [never]
          ? FirstMisshapen<P, R['params'], R['keys'], R['who']> extends infer Sentence extends string
            ? Sentence
            : P
          : Message<'unexpected parameter', { key: Exclude<keyof P, R['keys'][number]>; who: R['who'] }>
      : Message<'not parameters', object>
  : Message<'not parameters', object>
