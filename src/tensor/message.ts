import { type Holes, type MessageName, templates } from '../../types/message.js'

/** What fills the holes of a template. */
export type MessageArgs<Name extends MessageName> = {
  readonly [Hole in Holes<(typeof templates)[Name]>]: string | number
}

/** The run-time twin of the type `Message`: the same template, filled in the same way. */
export const message = <Name extends MessageName>(name: Name, args: MessageArgs<Name>): string => {
  const values: Readonly<Record<string, string | number>> = args
  return templates[name].replace(/\{(\w+)\}/g, (hole, key: string) => String(values[key] ?? hole))
}

/** A value as a sentence shows it; the run-time twin of `Shown`. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value === 'bigint') return `${value}n`
  return typeof value === 'symbol' ? 'a symbol' : String(value)
}
