import * as sentences from '../../types/sentences.js'
import { toSizedAxis } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { failOf } from '../tensor/shape-error.js'
import { checkSize } from '../tensor/size.js'
import { boolean, type Check, size } from './options.js'

const fail = /* @__PURE__ */ failOf(sentences.options)

/** The checks of the kinds of options that recurrent networks have. */

const count: Check<'count'> = (key, value) => {
  const axis = toSizedAxis(value)
  if (typeof axis?.label === 'string') return fail('named count', { key, got: axis.label })
  if (typeof value !== 'number') return fail('not a count', { key, got: shown(value) })
  return checkSize(value, key, 'layer')
}

const probability: Check<'probability'> = (key, value, options, who) => {
  if (typeof value !== 'number') return fail('not a probability', { key, got: shown(value) })
  if (!(value >= 0 && value <= 1)) return fail('not a probability', { key, got: value })
  const layers = options.numLayers ?? 1
  return value > 0 && layers === 1 ? fail('dropout of one layer', { got: value, who }) : value
}

export const nonlinearity: Check<'nonlinearity'> = (_, value, __, who) =>
  value === 'tanh' || value === 'relu' ? value : fail('unknown nonlinearity', { got: shown(value), who })

/** Those of the options that all three networks have. */
export const recurrentChecks = { size, count, boolean, probability } as const
