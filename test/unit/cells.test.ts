/** What the pure cells say of wrong weights, inputs and states that come from code without types. */
import { expect, test } from 'vitest'
import * as shapefold from '../../src/index.js'

/** The library as a program without types sees it. The cast: these calls do not compile. */
const { elman, longShortTerm, gatedRecurrent, zeros, batch, feature } = shapefold as unknown as {
  readonly [Name in 'elman' | 'longShortTerm' | 'gatedRecurrent']: (
    params: unknown,
  ) => (state: unknown, input: unknown) => unknown
} & {
  readonly zeros: (axes: readonly unknown[], dtype?: 'i32') => unknown
  readonly batch: (size: number) => unknown
  readonly feature: (size: number) => unknown
}

const of = (...sizes: readonly number[]): unknown => zeros(sizes.map((size) => feature(size)))
const rows = (count: number, size: number): unknown => zeros([batch(count), feature(size)])
const lstm = { weight_ih: of(12, 5), weight_hh: of(12, 3) }
const gru = { weight_ih: of(9, 5), weight_hh: of(9, 3) }
const plain = { weight_ih: of(3, 5), weight_hh: of(3, 3) }
const pair = { hidden: of(3), cell: of(3) }

test.each([
  ['no record', () => elman(undefined), 'params is not a record of tensors: take [params] from init'],
  ['a tensor', () => gatedRecurrent(of(3)), 'params is not a record of tensors: take [params] from init'],
  ['a missing weight', () => elman({ weight_ih: of(3, 5) }), 'params lacks weight_hh, which this elman has'],
  [
    'a weight that is no tensor',
    () => elman({ ...plain, bias_ih: [0, 0, 0] }),
    'params.bias_ih is not a tensor: write tensor(axes, data) or x.output',
  ],
  [
    'integers',
    () => elman({ ...plain, bias_ih: zeros([feature(3)], 'i32') }),
    'params.bias_ih holds i32 numbers, but this elman takes f32',
  ],
  [
    'weights of an LSTM in a GRU',
    () => gatedRecurrent(lstm),
    'params.weight_ih is (12, 5), but this gatedRecurrent takes (9, 5)',
  ],
  [
    'a projection that is left out',
    () => longShortTerm({ ...lstm, weight_hh: of(12, 2) }),
    'params.weight_ih is (12, 5), but this longShortTerm takes (8, 5)',
  ],
  [
    'a projection that does not fit',
    () => longShortTerm({ ...lstm, weight_hr: of(2, 3) }),
    'params.weight_hh is (12, 3), but this longShortTerm takes (12, 2)',
  ],
  [
    'a bias that does not fit',
    () => longShortTerm({ ...lstm, bias_hh: of(3) }),
    'params.bias_hh is (3), but this longShortTerm takes (12)',
  ],
  [
    'an input that does not fit',
    () => elman(plain)(of(3), of(4)),
    'input is (feature 4), but this elman takes (feature 5)',
  ],
  ['no input', () => elman(plain)(of(3), 7), 'input is not a tensor: write tensor(axes, data) or x.output'],
  [
    'a state that does not fit',
    () => gatedRecurrent(gru)(of(4), of(5)),
    'state is (feature 4), but this gatedRecurrent takes (feature 3)',
  ],
  [
    'a state for another batch',
    () => gatedRecurrent(gru)(rows(2, 3), rows(4, 5)),
    'state is (batch 2, feature 3), but this gatedRecurrent takes (batch 4, feature 3)',
  ],
  [
    'a memory that does not fit',
    () => longShortTerm(lstm)({ hidden: of(3), cell: of(2) }, of(5)),
    'state.cell is (feature 2), but this longShortTerm takes (feature 3)',
  ],
  [
    'one state for a pair',
    () => longShortTerm(lstm)(of(3), of(5)),
    'state0 is a tensor, but this longShortTerm takes { hidden, cell }: its state is a pair of tensors',
  ],
  [
    'half a pair',
    () => longShortTerm(lstm)({ hidden: of(3) }, of(5)),
    'state0 lacks cell, but this longShortTerm takes { hidden, cell }',
  ],
])('%s', (_, call, sentence) => {
  expect(call).toThrow(expect.objectContaining({ name: 'ShapeError', message: sentence }))
})

test('what fits is taken: a projection, biases left out, a batch or none, what an LSTM gave', () => {
  const projected = longShortTerm({ weight_ih: of(12, 5), weight_hh: of(12, 2), weight_hr: of(2, 3) })
  expect(projected({ hidden: rows(4, 2), cell: rows(4, 3) }, rows(4, 5))).toHaveLength(2)
  expect(longShortTerm(lstm)({ ...pair, output: of(3) }, of(5))).toHaveLength(2)
  expect(gatedRecurrent({ ...gru, bias_ih: undefined })(of(3), of(5))).toHaveLength(2)
})
