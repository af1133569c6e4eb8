/**
 * jax-js on its wasm backend: a training step, jitted. It has no scan, so the loop over time is unrolled as it is traced.
 *
 * Its arrays are counted: a use hands the array over, and `ref` keeps one.
 */
import { readFileSync } from 'node:fs'
import { defaultDevice, grad, init, type Array as Jax, jit, nn, numpy as np, tree } from '@jax-js/jax'
import { gatesOf, joined, type Problem } from '../cases.js'
import { type Contender, contender, type Peer, Unable } from '../contender.js'
import { turned } from './transpose.js'

/** A type and not an interface, and nothing in it readonly: so jax-js takes it for a tree of arrays. */
type Kernels = { wIh: Jax; wHh: Jax; biasIh: Jax; biasHh: Jax }

const array = (numbers: Float32Array, shape: readonly number[]): Jax => np.array(numbers.slice()).reshape([...shape])

const kernelsOf = ({ weights, case: { kind, hidden } }: Problem): Kernels[] => {
  const rows = gatesOf[kind] * hidden
  return weights.map(({ input, weightIh, weightHh, biasIh, biasHh }) => ({
    wIh: array(turned(weightIh, rows, input), [input, rows]),
    wHh: array(turned(weightHh, rows, hidden), [hidden, rows]),
    biasIh: array(biasIh, [rows]),
    biasHh: array(biasHh, [rows]),
  }))
}

/** The cast: so many parts come out as are asked for. */
const threeOf = (x: Jax): [Jax, Jax, Jax] => np.split(x, 3, 1) as [Jax, Jax, Jax]
const fourOf = (x: Jax): [Jax, Jax, Jax, Jax] => np.split(x, 4, 1) as [Jax, Jax, Jax, Jax]

/** One direction of one layer: the hidden state after each step, in the order of time. */
const direct = (
  { kind, batch, hidden }: Problem['case'],
  { wIh, wHh, biasIh, biasHh }: Kernels,
  steps: readonly Jax[],
  isReverse: boolean,
): readonly Jax[] => {
  let h: Jax = np.zeros([batch, hidden])
  let c: Jax = np.zeros([batch, hidden])
  const outputs = (isReverse ? [...steps].reverse() : steps).map((x) => {
    const fromInput = np.matmul(x.ref, wIh.ref).add(biasIh.ref)
    const fromState = np.matmul(h.ref, wHh.ref).add(biasHh.ref)
    if (kind === 'rnn') {
      h.dispose()
      h = np.tanh(fromInput.add(fromState))
    } else if (kind === 'lstm') {
      const [i, f, g, o] = fourOf(fromInput.add(fromState))
      h.dispose()
      c = nn
        .sigmoid(f)
        .mul(c)
        .add(nn.sigmoid(i).mul(np.tanh(g)))
      h = nn.sigmoid(o).mul(np.tanh(c.ref))
    } else {
      const [xr, xz, xn] = threeOf(fromInput)
      const [hr, hz, hn] = threeOf(fromState)
      const z = nn.sigmoid(xz.add(hz))
      const n = np.tanh(xn.add(nn.sigmoid(xr.add(hr)).mul(hn)))
      h = n.ref.add(z.mul(h.sub(n)))
    }
    return h.ref
  })
  h.dispose()
  c.dispose()
  return isReverse ? outputs.reverse() : outputs
}

const lossOf =
  ({ case: one, target }: Problem) =>
  (kernels: Kernels[], x: Jax, wanted: Jax): Jax => {
    let steps: readonly Jax[] = Array.from({ length: one.time }, (_, t) => x.ref.slice(t))
    for (let layer = 0; layer < one.layers; layer++) {
      const both = Array.from({ length: one.directions }, (_, direction) => {
        const own = kernels[layer * one.directions + direction]
        if (own === undefined) throw new Error('each direction of each layer has kernels')
        return direct(one, own, steps, direction === 1)
      })
      for (const step of steps) step.dispose()
      steps = Array.from({ length: one.time }, (_, t) => {
        const sides = both.flatMap((outputs) => outputs[t] ?? [])
        return sides.length === 1 ? (sides[0] as Jax) : np.concatenate(sides, 1)
      })
    }
    const difference = np.stack([...steps]).sub(wanted)
    x.dispose()
    tree.dispose(kernels)
    return np.sum(difference.ref.mul(difference)).mul(1 / (target?.length ?? 1))
  }

const numbersOf = (x: Jax): Float32Array => x.dataSync() as Float32Array

let isReady = false

export const jaxJs: Peer = {
  name: 'jax-js',
  version: () => {
    const file = new URL('../node_modules/@jax-js/jax/package.json', import.meta.url)
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  },
  prepare: async (problem): Promise<readonly Contender[]> => {
    const { x, target, case: one } = problem
    if (target === undefined) throw new Unable('it is here to train')
    if (!isReady) {
      await init('wasm')
      defaultDevice('wasm')
      isReady = true
    }
    const { time, batch, input, hidden, directions } = one
    const kernels = kernelsOf(problem)
    const step = jit(grad(lossOf(problem)))
    // The cast: gradients have the form of what they are the gradients of.
    const run = (): Kernels[] =>
      step(
        tree.ref(kernels),
        array(x, [time, batch, input]),
        array(target, [time, batch, directions * hidden]),
      ) as Kernels[]
    const rows = gatesOf[one.kind] * hidden
    const numbers = (gradients: Kernels[]): readonly Float32Array[] =>
      gradients.flatMap(({ wIh, wHh, biasIh, biasHh }) => [wIh, wHh, biasIh, biasHh].map(numbersOf))
    const timed = contender('jax-js (jitted)', () => numbers(run())[0] ?? new Float32Array(0))
    return [
      {
        ...timed,
        output: () => joined(numbers(run()).map((one, i) => (i % 4 > 1 ? one : turned(one, one.length / rows, rows)))),
      },
    ]
  },
}
