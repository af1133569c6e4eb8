/**
 * `npm run example:temperature`: a GRU learns tomorrow's highest temperature in Seattle from the four weeks before, and is held to two forecasts that need
 * no learning: tomorrow is as today, and tomorrow is as the calendar says.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { either as E, function as F } from 'fp-ts'
import { progressBar } from 'shapefold'
import { lineChart } from '../plot.js'
import { file, readDays } from '../weather.js'
import { prepare, rootMeanSquare } from './data.js'
import { network, start, training } from './model.js'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

const learn = async ({ training: rows, test, actual, yesterday, calendar, inDegrees }: ReturnType<typeof prepare>) => {
  const bar = progressBar(process.stderr)
  const begin = performance.now()
  const losses: number[] = []
  let params = start
  for await (const step of training(rows)) {
    bar(step)
    losses[step.epoch - 1] = (losses[step.epoch - 1] ?? 0) + step.loss / Math.ceil(rows.x.shape[0] / 32)
    params = step.params
  }
  const seconds = (performance.now() - begin) / 1000
  const said = inDegrees(network.apply(params)(test).data)

  console.log(`  ${rows.x.shape[0]} rows of 28 days, ${losses.length} passes in ${seconds.toFixed(1)} s`)
  for (const [i, loss] of losses.entries()) console.log(`  pass ${String(i + 1).padStart(2)}  loss ${loss.toFixed(4)}`)
  const errors = [
    ['as yesterday', rootMeanSquare(yesterday, actual)],
    ['as the calendar', rootMeanSquare(calendar, actual)],
    ['the network', rootMeanSquare(said, actual)],
  ] as const
  console.log(`\n  off by, in degrees Celsius, over the ${actual.length} days of the year that it has not seen`)
  for (const [name, error] of errors) console.log(`  ${name.padEnd(16)} ${error.toFixed(2)}`)

  const chart = lineChart(
    'Highest temperature in Seattle, 2015: what was, and what the network said the day before',
    '°C',
    [
      { label: 'measured', colour: '#9aa5b1', values: actual },
      { label: 'forecast', colour: '#d1495b', values: said },
    ],
    MONTHS.map((month, i) => [(i + 0.5) / 12, month]),
  )
  writeFileSync(new URL('temperature.svg', import.meta.url), chart)
  console.log('\n  examples/temperature/temperature.svg shows both')
  const [persistence, seasonal, learnt] = errors
  if (!(learnt[1] < Math.min(persistence[1], seasonal[1]))) throw new Error('the network does not beat the baselines')
}

await F.pipe(
  readDays(readFileSync(file, 'utf8')),
  E.match(
    async (error) => {
      console.error(error.message)
      process.exitCode = 1
    },
    (days) => learn(prepare(days, '2015-01-01')),
  ),
)
