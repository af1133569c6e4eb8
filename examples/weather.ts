/**
 * Four years of Seattle's weather through a network of two layers: from a file that somebody else wrote to typed tensors.
 *
 * The data is `data/seattle-weather.csv` of the package vega-datasets: daily records of NOAA, a work of the United States government.
 */
import { either as E, function as F, readonlyArray as RA } from 'fp-ts'
import {
  type Batch,
  batch,
  type Feature,
  feature,
  fromArray,
  manualSeed,
  rnn,
  type Seq,
  seq,
  type Tensor,
} from 'shapefold'

/** The file, as `npm ci` brings it. */
export const file = new URL('../node_modules/vega-datasets/data/seattle-weather.csv', import.meta.url)

/** The columns that the network reads, in the order of its features. */
export const features = ['precipitation', 'temp_max', 'temp_min', 'wind'] as const

/** How many days there are, only the file knows: the size has a name. */
export type Series = Tensor<[Seq<'days'>, Batch<1>, Feature<4>]>

export interface Weather {
  readonly dates: readonly string[]
  /** The four features of each day, standardised. */
  readonly series: Series
}

/** The columns of a file with a line of names on top. */
const columnsOf = (csv: string): ReadonlyMap<string, readonly string[]> => {
  const [names = [], ...rows] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
  return new Map(names.map((name, i) => [name, rows.map((row) => row[i] ?? '')]))
}

const column = (columns: ReadonlyMap<string, readonly string[]>, name: string): E.Either<Error, readonly string[]> =>
  E.fromNullable(new Error(`the file has no column ${name}`))(columns.get(name))

const numbers =
  (name: string) =>
  (cells: readonly string[]): E.Either<Error, readonly number[]> => {
    // Number('') is 0, and an empty cell is no calm day.
    const at = cells.findIndex((cell) => cell.trim() === '' || !Number.isFinite(Number(cell)))
    return at < 0
      ? E.right(cells.map(Number))
      : E.left(new Error(`${name} of day ${at + 1} is no number: '${cells[at]}'`))
  }

/** `(x - mean) / deviation`, in double precision, with the deviation of the whole population. */
export const standardised = (values: readonly number[]): readonly number[] => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length)
  // A column that never changes says nothing: zeros, and not 0 / 0.
  return values.map((x) => (x - mean) / (deviation === 0 ? 1 : deviation))
}

/** The days of the file, as they were measured. */
export interface Days {
  readonly dates: readonly string[]
  /** For each of `features` the numbers of all days. */
  readonly columns: readonly (readonly number[])[]
}

/** Reads the file. Nothing in it makes this throw: a `Left` says what is wrong with it. */
export const readDays = (csv: string): E.Either<Error, Days> => {
  const columns = columnsOf(csv)
  return F.pipe(
    features,
    RA.traverse(E.Applicative)((name) => F.pipe(column(columns, name), E.chain(numbers(name)))),
    E.bindTo('columns'),
    E.apS('dates', column(columns, 'date')),
  )
}

/** As `readDays`, standardised and as a tensor. */
export const readWeather = (csv: string): E.Either<Error, Weather> =>
  F.pipe(
    readDays(csv),
    E.bind('values', ({ columns }) => E.right(columns.map(standardised))),
    E.bindW('series', ({ dates, values }) =>
      // One sequence, so a batch of one. How many days it has is read off the data.
      fromArray(
        [seq('days'), batch(1), feature(4)],
        dates.map((_, day) => [values.map((column) => column[day])]),
      ),
    ),
  )

/** Two layers of sixteen units. */
export const network = rnn({ inputSize: 4, hiddenSize: 16, numLayers: 2 })

/** The weights that PyTorch draws after `torch.manual_seed(0)`. They are random: nothing has been learnt. */
export const [params] = network.init(manualSeed(0))

/** From a series to the top layer's state on every day, and both layers' states after the last. */
export const run = network.apply(params)

/** From one day, and the states so far, to the next: for weather that arrives day by day. */
export const step = network.step(params)
