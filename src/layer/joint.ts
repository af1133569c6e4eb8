import type { AnyAxis } from '../../types/axis.js'
import type { Form } from '../../types/rule.js'
import * as sentences from '../../types/sentences.js'
import { shown } from '../tensor/message.js'
import { labelOf, Names } from '../tensor/shape.js'
import { failOf } from '../tensor/shape-error.js'
import { type Facts, factsOf, passAll } from './facts.js'
import { optionText, sameAxis } from './feature-input.js'

const fail = /* @__PURE__ */ failOf(sentences.joints)

/** The run-time twin of `types/joint.ts` and `types/layer-rule.ts`: the same walk, with the same sentences in the same order. */

/** A layer in its place. */
export interface Placed {
  /** Its own name, or its index: what the keys of its parameters begin with. */
  readonly name: string
  /** How a sentence names it: `2`, or `'head'`. */
  readonly text: string
  readonly layer: unknown
  readonly facts: Facts
}

/** What is known of a function that tells nothing of itself. */
const functionFacts: Facts = {
  who: 'function',
  data: 'f32',
  takes: 'any',
  gives: 'any',
  features: undefined,
  result: undefined,
  option: '',
  pass: passAll,
}

const isPair = (value: unknown): value is readonly [name: string, layer: unknown] =>
  Array.isArray(value) && value.length === 2 && typeof value[0] === 'string'

const place = (given: unknown, index: number): Placed => {
  const [name, layer] = isPair(given) ? given : [String(index), given]
  const facts = factsOf(layer) ?? (typeof layer === 'function' ? functionFacts : undefined)
  if (facts === undefined) return fail('not a layer', { at: index, got: shown(given) })
  return { name, text: isPair(given) ? `'${name}'` : name, layer, facts }
}

/** What is known of the tensor between two layers. */
interface Flow {
  readonly features: AnyAxis | undefined
  readonly featuresFrom: string
  readonly form: Form
  readonly formFrom: string
}

const checkName = (placed: Placed, index: number, given: unknown, names: ReadonlySet<string>): void => {
  const { name } = placed
  if (isPair(given) && (name === '' || name.includes('.'))) fail('not a layer name', { at: index, got: name })
  if (names.has(name)) fail('two layers of a name', { at: index, got: name })
}

const checkJoint = ({ text: at, facts }: Placed, index: number, flow: Flow): void => {
  const { who, data, takes, features, option } = facts
  if (data === 'i32') {
    if (index > 0) fail('joint data', { at, who })
    return
  }
  if (takes === 'sequence' && flow.form === 'step') fail('joint sequence', { at, who, from: flow.formFrom })
  if (takes === 'step' && flow.form === 'sequence') fail('joint step', { at, who, from: flow.formFrom })
  if (features === undefined || flow.features === undefined || sameAxis(flow.features, features)) return
  fail('joint size', {
    at,
    who,
    want: labelOf(features),
    from: flow.featuresFrom,
    got: labelOf(flow.features),
    key: option,
    option: optionText(flow.features),
  })
}

const after = ({ text, facts: { who, takes, gives, features, result } }: Placed, flow: Flow): Flow => {
  const here = `layer ${text} (${who})`
  return {
    features: result ?? features ?? flow.features,
    featuresFrom: result !== undefined || flow.features === undefined ? here : flow.featuresFrom,
    form: gives !== 'any' ? gives : takes !== 'any' ? takes : flow.form,
    formFrom: gives !== 'any' || flow.form === 'any' ? here : flow.formFrom,
  }
}

/** The layers in their places. Throws the sentence of `JointsOr` where one does not fit. */
export const checkJoints = (layers: readonly unknown[]): readonly Placed[] => {
  const names = new Set<string>()
  const sizes = new Names()
  let flow: Flow = { features: undefined, featuresFrom: '', form: 'any', formFrom: '' }
  return layers.map((given, index) => {
    const placed = place(given, index)
    checkName(placed, index, given, names)
    checkJoint(placed, index, flow)
    names.add(placed.name)
    for (const axis of [placed.facts.features, placed.facts.result])
      if (axis !== undefined) sizes.add([axis], `layer ${placed.text}`)
    flow = after(placed, flow)
    return placed
  })
}
