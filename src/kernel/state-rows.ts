/** The states of all layers and directions, between the call's arrays and the workbench. */
import { roomForFloats } from '../room.js'
import { gatherRows, scatterRows } from '../rows.js'
import type { Plan } from './call-plan.js'
import type { RecurrentResult } from './contract.js'
import { clear, copyIn, copyOut } from './copy.js'
import type { NetworkLayout } from './network-layout.js'

/** The states, rows of `width` floats, into rows of `ld` floats whose padding is zero. */
export const copyState = (
  floats: Float32Array,
  at: number,
  state: Float32Array | undefined,
  { states }: NetworkLayout,
  { batch, sequences }: Plan,
  width: number,
  ld: number,
): void => {
  if (state === undefined || ld > width) clear(floats, at, states * batch * ld)
  if (state === undefined) return
  if (ld === width && sequences === undefined) copyIn(floats, at, state)
  else
    for (let i = 0; i < states; i++)
      gatherRows(state, i * batch * width, width, sequences?.order, batch, floats, at + i * batch * ld, ld)
}

/** The inverse of `copyState`. */
export const stateOut = (
  floats: Float32Array,
  at: number,
  { states }: NetworkLayout,
  { batch, sequences }: Plan,
  width: number,
  ld: number,
): Float32Array => {
  if (ld === width && sequences === undefined) return copyOut(floats, at, states * batch * ld)
  const state = roomForFloats(states * batch * width)
  for (let i = 0; i < states; i++)
    scatterRows(floats, at + i * batch * ld, ld, sequences?.order, batch, state, i * batch * width, width)
  return state
}

/** The first states, to where the plan has them. */
export const statesIn = (
  floats: Float32Array,
  base: number,
  network: NetworkLayout,
  plan: Plan,
  hidden: Float32Array | undefined,
  cell: Float32Array | undefined,
): void => {
  const { outputSize, units, spec } = network
  copyState(floats, base + plan.h, hidden, network, plan, outputSize, outputSize)
  if (spec.kind === 'lstm') copyState(floats, base + plan.c, cell, network, plan, spec.hiddenSize, units)
}

/** A run's result: its output, and the last states. */
export const resultOf = (
  floats: Float32Array,
  base: number,
  network: NetworkLayout,
  plan: Plan,
  output: Float32Array,
): RecurrentResult => {
  const { outputSize, units, states, spec } = network
  // In a stream of single steps a second array would cost as much as a tenth of the step.
  const isState = plan.steps === 1 && states === 1 && plan.sequences === undefined
  return {
    output,
    hidden: isState ? output : stateOut(floats, base + plan.h, network, plan, outputSize, outputSize),
    cell: spec.kind === 'lstm' ? stateOut(floats, base + plan.c, network, plan, spec.hiddenSize, units) : undefined,
  }
}
