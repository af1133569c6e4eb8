import { describe, expect, test } from 'vitest'
import { type Progress, progressBar } from '../../src/index.js'
import { progressBarBy } from '../../src/train/fit/progress-bar.js'

/** A terminal that keeps what is written, and a clock that is set by hand. */
const terminal = (columns?: number) => {
  const written: string[] = []
  const time = { now: 0 }
  const stream = { isTTY: true, ...(columns !== undefined && { columns }), write: (text: string) => written.push(text) }
  return { written, time, bar: progressBarBy(() => time.now)(stream) }
}

const at = (step: number, more: Partial<Progress> = {}): Progress => ({
  step,
  steps: 40,
  epoch: 2,
  loss: 0.123456,
  rate: 4096,
  ...more,
})

describe('a progress bar', () => {
  test('is silent where there is no terminal', () => {
    const written: string[] = []
    for (const stream of [{ isTTY: false }, {}]) {
      const bar = progressBar({ ...stream, write: (text) => written.push(text) })
      for (let step = 1; step <= 40; step++) bar(at(step))
    }
    expect(written).toEqual([])
  })

  test('shows share, step, epoch, loss, rate and time left, over itself', () => {
    const { written, time, bar } = terminal()
    time.now = 1000
    bar(at(10))
    expect(written).toEqual(['\r██████░░░░░░░░░░░░░░░░░░ 10/40  epoch 2  loss 0.1235  4.1k rows/s  0:30 left\u001b[K'])
  })

  test('draws ten times a second at most, and always its last step', () => {
    const { written, time, bar } = terminal()
    for (let step = 1; step <= 40; step++) {
      time.now += 10
      bar(at(step))
    }
    expect(written).toHaveLength(5)
    expect(written.at(-1)).toBe(
      '\r████████████████████████ 40/40  epoch 2  loss 0.1235  4.1k rows/s  in 0:00\u001b[K\n',
    )
  })

  test('does without the number of steps where that is not known', () => {
    const { written, bar } = terminal()
    bar(at(7, { steps: undefined, rate: 12.34, loss: 1e-9 }))
    expect(written).toEqual(['\rstep 7  epoch 2  loss 1.000e-9  12 rows/s\u001b[K'])
  })

  test('reckons the time that is left from where the run began, not from step 0', () => {
    const { written, time, bar } = terminal()
    time.now = 2000
    bar(at(31)) // the first step that it is told of: 30 were made before
    time.now = 4000
    bar(at(32))
    expect(written[1]).toContain('0:16 left')
  })

  test.each([
    [59_400, '0:59'],
    [3_599_000, '59:59'],
    [3_723_000, '1:02:03'],
  ])('writes %i ms as %s', (milliseconds, text) => {
    const { written, time, bar } = terminal()
    time.now = milliseconds
    bar(at(20, { steps: 40, rate: 2_500_000 }))
    bar(at(40))
    expect(written.at(-1)).toContain(`in ${text}`)
    expect(written[0]).toContain('2.5M rows/s')
  })

  test('is never wider than the terminal', () => {
    const { written, bar } = terminal(30)
    bar(at(10))
    expect(written[0]?.replace('\r', '').replace('\u001b[K', '')).toHaveLength(29)
  })
})
