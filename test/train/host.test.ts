/** Every way of letting the host work that a host may have. */

import { afterEach, expect, test, vi } from 'vitest'
import { now, yieldToHost } from '../../src/train/fit/host.js'

afterEach(() => vi.unstubAllGlobals())

const without: readonly (readonly string[])[] = [[], ['setImmediate'], ['setImmediate', 'MessageChannel']]

test.each(without.map((names) => [names.join(' and ') || 'nothing', names] as const))(
  'without %s a timer still comes first',
  async (_, names) => {
    let fired = false
    setTimeout(() => {
      fired = true
    }, 0)
    const until = performance.now() + 10
    while (performance.now() < until);
    for (const name of names) vi.stubGlobal(name, undefined)
    await yieldToHost()
    await yieldToHost()
    expect(fired).toBe(true)
  },
)

test('without performance the time is that of Date', () => {
  vi.stubGlobal('performance', undefined)
  expect(Math.abs(now() - Date.now())).toBeLessThan(1000)
})
