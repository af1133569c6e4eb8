import type { Holes, MessageName, Templates } from '../../types/message.js'

/** What fills the holes of a template. */
export type MessageArgs<Name extends MessageName> = {
  readonly [Hole in Holes<Templates[Name]>]: string | number
}

/** Some of the sentences (`types/sentences.ts`). */
export type Area = { readonly [Name in MessageName]?: string }

/** The rules of some areas. */
export type RuleOf<Areas extends readonly Area[]> = { [I in keyof Areas]: keyof Areas[I] }[number] & MessageName

/** The run-time twin of the type `Message`: the same template, filled in the same way. */
export const message = <Areas extends readonly Area[], Name extends RuleOf<Areas>>(
  areas: Areas,
  name: Name,
  args: MessageArgs<Name>,
): string => {
  const values: Readonly<Record<string, string | number>> = args
  const template = areas.find((area) => name in area)?.[name] ?? name
  return template.replace(/\{(\w+)\}/g, (hole, key: string) => String(values[key] ?? hole))
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
