/** What is measured: something that computes a case, and tells how long it took. */
import type { Problem } from './cases.js'
import { now } from './clock.js'

export interface Contender {
  readonly name: string
  /** The output once, `[time, batch, directions * hidden]`, to be compared. */
  readonly output: () => Float32Array | Promise<Float32Array>
  /** Milliseconds of so many runs, one after another. */
  readonly time: (runs: number) => number | Promise<number>
  readonly close?: () => void
}

/** A library that takes part. */
export interface Peer {
  readonly name: string
  /** Its contenders for a problem. Throws `Unable` when it cannot compute it, or does not run here. */
  readonly prepare: (problem: Problem) => readonly Contender[] | Promise<readonly Contender[]>
  /** Its version, once it has been prepared. */
  readonly version: () => string
  readonly close?: () => void
}

/** A peer that cannot run a case: the table gives the reason. */
export class Unable extends Error {}

export const contender = (name: string, run: () => Float32Array): Contender => ({
  name,
  output: run,
  time: (runs) => {
    const start = now()
    for (let i = 0; i < runs; i++) run()
    return now() - start
  },
})

export const asyncContender = (name: string, run: () => Promise<Float32Array>): Contender => ({
  name,
  output: run,
  time: async (runs) => {
    const start = now()
    for (let i = 0; i < runs; i++) await run()
    return now() - start
  },
})
