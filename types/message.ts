import {
  cells,
  compileOnly,
  fitting,
  gradients,
  joints,
  losses,
  moduleOptions,
  modules,
  named,
  nesting,
  network,
  operands,
  operations,
  options,
  packing,
  pairs,
  params,
  parts,
  projections,
  reading,
  roles,
  sizes,
  steps,
  tensors,
  training,
  values,
  weights,
} from './sentences.js'

/** All sentences, for the types, the tests and the page of errors. At run time each file takes the areas that it speaks of. */
export const templates = {
  ...sizes,
  ...roles,
  ...tensors,
  ...values,
  ...reading,
  ...network,
  ...cells,
  ...pairs,
  ...packing,
  ...params,
  ...options,
  ...moduleOptions,
  ...projections,
  ...steps,
  ...operations,
  ...operands,
  ...parts,
  ...gradients,
  ...nesting,
  ...modules,
  ...joints,
  ...weights,
  ...training,
  ...named,
  ...losses,
  ...fitting,
  ...compileOnly,
} as const

export type Templates = typeof templates

export type MessageName = keyof Templates

type Text = string | number | bigint | boolean | null | undefined

/** The template with each `{name}` replaced by that argument. */
export type Fill<Template extends string, Args> = Template extends `${infer Before}{${infer Name}}${infer After}`
  ? Name extends keyof Args
    ? `${Before}${Args[Name] & Text}${Fill<After, Args>}`
    : `${Before}{${Name}}${Fill<After, Args>}`
  : Template

/** The names of the holes in a template. */
export type Holes<Template extends string> = Template extends `${string}{${infer Name}}${infer After}`
  ? Name | Holes<After>
  : never

/** A sentence as a string literal type. As a parameter's type it is the text of the compiler's error. */
export type Message<Name extends MessageName, Args> = Fill<Templates[Name], Args>

/** A value as an error shows it; the run-time twin is `shown`. */
export type Shown<V> = [V] extends [string]
  ? `'${V}'`
  : [V] extends [number | boolean | null | undefined]
    ? `${V}`
    : [V] extends [bigint]
      ? `${V}n`
      : [V] extends [readonly unknown[]]
        ? 'an array'
        : [V] extends [(...args: never) => unknown]
          ? 'a function'
          : [V] extends [symbol]
            ? 'a symbol'
            : 'an object'
