import * as sentences from '../../types/sentences.js'
import { axisOf } from '../tensor/axis.js'
import { shown } from '../tensor/message.js'
import { checkAxes, labelOf } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { type Check, size, sizeOption } from './options.js'

const fail = /* @__PURE__ */ failOf(sentences.options, sentences.moduleOptions)

/** The checks of the kinds of options that only modules have. */

/** A size, or the list of axes that a size stands for. */
export const axes: Check<'axes'> = (key, value, given, who) => {
  if (!Array.isArray(value)) {
    const one = size(key, value, given, who)
    return [typeof one === 'number' ? axisOf('feature', one, one) : one]
  }
  return value.length === 0 ? fail('no axes', { key }) : Object.freeze(checkAxes(value))
}

export const vocab: Check<'vocab'> = /* @__PURE__ */ sizeOption('vocab')

export const index: Check<'index'> = (key, value, given, who) => {
  const tokens = vocab('numEmbeddings', given.numEmbeddings, given, who)
  const [count, size] = typeof tokens === 'number' ? [tokens, tokens] : [labelOf(tokens), tokens.size]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -size || value >= size)
    return fail('not an index', { key, got: shown(value), count, who })
  return value < 0 ? value + size : value
}

export const chance: Check<'chance'> = (key, value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? value : fail('not a probability', { key, got: shown(value) })

export const amount: Check<'amount'> = (key, value) =>
  typeof value === 'number' && value >= 0 ? value : fail('negative', { key, got: shown(value) })
