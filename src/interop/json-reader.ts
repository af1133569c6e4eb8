import { quoted } from './reading.js'
import { isWellFormed } from './text.js'

/** The nesting that serde_json allows, which reads these headers in the reference implementation. */
const DEEPEST = 127

const QUOTE = 0x22
const BACKSLASH = 0x5c
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const SPACE = /[ \t\n\r]*/y
const WORD = /true|false|null/y

/**
 * Reads a JSON text from its beginning to its end, as it is told what to expect. `JSON.parse` would keep the last of two equal keys and say nothing; here the
 * second is refused. Nothing is built of what nobody asks for.
 */
export class JsonReader {
  readonly #text: string
  readonly #refuse: (reason: string) => never
  #at = 0
  #depth = 0

  constructor(text: string, refuse: (reason: string) => never) {
    this.#text = text
    this.#refuse = refuse
  }

  /** An object; `each` reads the value of a key. */
  object(each: (key: string) => void): void {
    const keys = new Set<string>()
    this.#list('{', '}', () => {
      const key = this.string()
      if (keys.has(key)) this.#refuse(`has a key twice, ${quoted(key)}`)
      keys.add(key)
      this.#expect(':')
      each(key)
    })
  }

  /** An array; `each` reads an element. */
  array(each: () => void): void {
    this.#list('[', ']', each)
  }

  string(): string {
    const start = this.#next()
    if (this.#text[start] !== '"') return this.#fail('a string')
    let end = start + 1
    for (; end < this.#text.length && this.#text.charCodeAt(end) !== QUOTE; end++)
      if (this.#text.charCodeAt(end) === BACKSLASH) end++
    try {
      const value: unknown = JSON.parse(this.#text.slice(start, end + 1))
      this.#at = end + 1
      if (typeof value === 'string' && isWellFormed(value)) return value
    } catch {
      // It says where within the slice; the place within the text is told below.
    }
    this.#at = start
    return this.#fail('a string')
  }

  /** A number; NaN unless it is an integer of 0 or more in plain digits. */
  count(): number {
    const digits = this.#match(NUMBER)
    if (digits === '') return this.#fail('a number')
    return /^\d+$/.test(digits) ? Number(digits) : Number.NaN
  }

  /** Any value. */
  skip(): void {
    const first = this.#text[this.#next()]
    if (first === '{') this.object(() => this.skip())
    else if (first === '[') this.array(() => this.skip())
    else if (first === '"') this.string()
    else if (this.#match(WORD) === '' && this.#match(NUMBER) === '') this.#fail('a value')
  }

  /** Whether the next value is null, which is then read. */
  isNull(): boolean {
    const isNull = this.#text.startsWith('null', this.#next())
    if (isNull) this.#at += 4
    return isNull
  }

  end(): void {
    if (this.#next() < this.#text.length) this.#fail('the end')
  }

  #list(open: string, close: string, each: () => void): void {
    this.#expect(open)
    if (this.#depth++ >= DEEPEST) this.#refuse(`is nested deeper than ${DEEPEST}`)
    if (this.#text[this.#next()] !== close) {
      do each()
      while (this.#takes(','))
    }
    this.#expect(close)
    this.#depth--
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#next()
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.#at += found.length
    return found
  }

  /** The place of the next sign that is no space. */
  #next(): number {
    SPACE.lastIndex = this.#at
    SPACE.test(this.#text)
    this.#at = SPACE.lastIndex
    return this.#at
  }

  #takes(sign: string): boolean {
    const takes = this.#text[this.#next()] === sign
    if (takes) this.#at++
    return takes
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) this.#fail(`'${sign}'`)
  }

  #fail(want: string): never {
    return this.#refuse(`is no JSON: ${want} is missing at character ${this.#at}`)
  }
}
