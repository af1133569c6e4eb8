/** The chart: how many times as long as ours each peer takes, on a logarithmic axis, as an SVG. */
import { sizesOf } from './cases.js'
import { type CaseResult, caseOf, compare, type Group } from './result.js'

const bars: readonly { readonly group: Group; readonly label: string; readonly colour: string }[] = [
  { group: 'PyTorch', label: 'PyTorch (the better of OpenBLAS and BLIS)', colour: '#d1495b' },
  { group: 'onnxruntime-node', label: 'onnxruntime-node', colour: '#e0a030' },
  { group: 'onnxruntime-web', label: 'onnxruntime-web', colour: '#3a7ca5' },
  { group: 'tfjs', label: 'TensorFlow.js (its best backend)', colour: '#7d8597' },
  { group: 'jax-js', label: 'jax-js (jitted)', colour: '#4f9d69' },
]

const barHeight = 13
const groupGap = 16
const left = 178
const right = 70
const width = 928
const top = 108
const plot = width - left - right

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

const text = (x: number, y: number, content: string, attributes = ''): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`

const rect = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${Math.max(w, 1).toFixed(1)}" height="${h}" fill="${fill}"/>`

/** Two digits that matter: 0.57, 1.3, 28, 340. */
export const times = (value: number): string =>
  value < 1 ? value.toFixed(2) : value < 9.95 ? value.toFixed(1) : String(Math.round(value))

export const chart = (results: readonly CaseResult[], title: string, subtitle: string): string => {
  const found = results.map((result) => ({
    one: caseOf(result),
    bars: bars.map((bar) => ({ ...bar, times: compare(result, bar.group)?.times })),
  }))
  const values = found.flatMap((row) => row.bars.flatMap((bar) => bar.times ?? []))
  // Powers of two around all values, and 1 always among them.
  const lowest = Math.floor(Math.log2(Math.min(0.5, ...values)))
  const highest = Math.ceil(Math.log2(Math.max(2, ...values)))
  const x = (value: number): number => left + (plot * (Math.log2(value) - lowest)) / (highest - lowest)
  const rowHeight = bars.length * barHeight + groupGap
  const bottom = top + found.length * rowHeight
  const parts: string[] = []
  for (let power = lowest; power <= highest; power++) {
    const at = x(2 ** power).toFixed(1)
    const isOne = power === 0
    parts.push(
      `<line x1="${at}" x2="${at}" y1="${top - 6}" y2="${bottom}" stroke="${isOne ? '#222' : '#ddd'}" stroke-width="${isOne ? 2 : 1}"/>`,
      text(
        x(2 ** power),
        top - 12,
        power < 0 ? `1/${2 ** -power}` : String(2 ** power),
        'text-anchor="middle" fill="#555"',
      ),
    )
  }
  found.forEach(({ one, bars: row }, index) => {
    const y = top + index * rowHeight + groupGap / 2
    parts.push(text(left - 12, y + 22, one.name, 'text-anchor="end" font-weight="bold" font-size="14"'))
    parts.push(text(left - 12, y + 38, sizesOf(one), 'text-anchor="end" fill="#555" font-size="10.5"'))
    row.forEach(({ times: value, colour, label }, place) => {
      const barTop = y + place * barHeight
      if (value === undefined) {
        parts.push(text(x(1) + 5, barTop + 10, `${label}: not run`, 'fill="#999" font-size="10.5"'))
        return
      }
      const [from, to] = [Math.min(x(1), x(value)), Math.max(x(1), x(value))]
      parts.push(rect(from, barTop, to - from, barHeight - 2, colour))
      parts.push(text(to + (value < 1 ? 5 : 4), barTop + 10, `${times(value)}×`, 'font-size="10.5"'))
    })
  })
  const legend = bars.map(({ label, colour }, index) => {
    const at = 16 + ([0, 285, 425, 555][index] ?? 0)
    return rect(at, 54, 11, 11, colour) + text(at + 16, 64, label)
  })
  const height = bottom + 34
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="12" fill="#222" role="img" aria-label="${escaped(title)}">
<rect width="${width}" height="${height}" fill="#fff"/>
${text(16, 26, title, 'font-size="17" font-weight="bold"')}
${text(16, 44, subtitle, 'fill="#555"')}
${legend.join('\n')}
${parts.join('\n')}
${text(left, bottom + 22, 'times as long as shapefold takes (logarithmic): right of the black line shapefold is faster', 'fill="#555"')}
</svg>
`
}
