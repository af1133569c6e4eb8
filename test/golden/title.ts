/** How a case is called in a test's report. */

import type { Run } from './recurrent-cases.js'

export const title = ({ name, of, how, options, input, hidden0, lengths }: Run): string => {
  const { inputSize, hiddenSize, numLayers, nonlinearity, ...rest } = options
  const set = Object.entries(rest).filter(([, value]) => value !== false && value !== 0)
  const flags = set.map(([key, value]) => (value === true ? key : `${key} ${value}`))
  return [
    `${name}: ${how} ${of === 'rnn' ? nonlinearity : of} ${inputSize} to ${hiddenSize}, ${numLayers} layers`,
    ...flags,
    ...(lengths === undefined ? [] : [`lengths ${lengths.join(' ')}`]),
    `input [${input.shape.join(', ')}]${hidden0 === undefined ? '' : ' and state'}`,
  ].join(', ')
}
