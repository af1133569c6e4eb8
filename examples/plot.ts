/** A small chart of lines as an SVG, for the examples. */

/** A line: a value at each place. */
export interface Line {
  readonly label: string
  readonly colour: string
  readonly values: readonly number[]
}

const WIDTH = 960
const HEIGHT = 360
const LEFT = 52
const RIGHT = 16
const TOP = 44
const BOTTOM = 40

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** A step of 1, 2 or 5 times a power of ten that divides so wide a range into some five parts. */
const stepOf = (range: number): number => {
  const power = 10 ** Math.floor(Math.log10(range / 5))
  return power * ([1, 2, 5].find((factor) => factor * power >= range / 5) ?? 10)
}

/** A chart of lines over the same places. `places` are the words below the axis, each at its share of the width. */
export const lineChart = (
  title: string,
  unit: string,
  lines: readonly Line[],
  places: readonly (readonly [share: number, word: string])[],
): string => {
  const all = lines.flatMap(({ values }) => values)
  const step = stepOf(Math.max(...all) - Math.min(...all) || 1)
  const [low, high] = [Math.floor(Math.min(...all) / step) * step, Math.ceil(Math.max(...all) / step) * step]
  const x = (share: number): string => (LEFT + share * (WIDTH - LEFT - RIGHT)).toFixed(1)
  const y = (value: number): string => (TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM)).toFixed(1)
  const grid = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step)
  const path = (values: readonly number[]): string =>
    values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i / Math.max(values.length - 1, 1))} ${y(value)}`).join('')
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="20" font-size="15" fill="#222">${escaped(title)}</text>`,
    ...grid.map(
      (value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#e4e4e4"/>` +
        `<text x="${LEFT - 8}" y="${y(value)}" dy="4" text-anchor="end" fill="#555">${Number(value.toPrecision(6))}</text>`,
    ),
    `<text x="${LEFT - 8}" y="${TOP - 12}" text-anchor="end" fill="#555">${escaped(unit)}</text>`,
    ...places.map(
      ([share, word]) =>
        `<text x="${x(share)}" y="${HEIGHT - 16}" text-anchor="middle" fill="#555">${escaped(word)}</text>`,
    ),
    ...lines.map(
      ({ values, colour }) => `<path d="${path(values)}" fill="none" stroke="${colour}" stroke-width="1.5"/>`,
    ),
    ...lines.map(
      ({ label, colour }, i) =>
        `<rect x="${LEFT + 200 * i}" y="28" width="14" height="3" fill="${colour}"/>` +
        `<text x="${LEFT + 20 + 200 * i}" y="33" fill="#222">${escaped(label)}</text>`,
    ),
    '</svg>',
    '',
  ].join('\n')
}
