/**
 * The tile: the innermost loop of every matrix product.
 *
 *     C[r, j] = sum over k of A[r, k] * W[j, k] + init[r, j]      r < rows, j < 8 * panels
 *
 *     A    : rows of K floats, `lda` bytes apart
 *     W    : packed panels [panels][K][8]: the eight weights that meet one k lie side by side (see pack.ts)
 *     init : what the sums are added to, rows `ldInit` bytes apart: a bias row (ldInit = 0) or C itself
 *     C    : rows `ldC` bytes apart; of the last panel only the first `tail` columns (1 to 8) exist
 *
 * All sums stay in vector registers while k runs. They begin at -0, and `init` is added in the end: so where a long product goes on
 * in C, block by block, each block has a short sum of its own, and the whole is nearer to the true sum than one long sum.
 * One k takes `2 * panels` loads of weights, used by all rows, and `rows` loads of one input copied to four lanes, used by all columns; so the
 * fewer loads a product needs, the squarer the tile. A high one holds the weights and fetches the inputs one by one, a wide one the other way round:
 *
 *     6x8, 4x8    many rows, with fma and with mul-add: 12 (8) sums hide the latency, and nothing spills
 *     5x8 .. 3x8  what remains when the rows are dealt out evenly
 *     2x24, 2x16  two rows, with fma and with mul-add; with fma 4 and 8 rows, too, since 4x8 has too few sums there: 12 are a sixth faster
 *     2x8, 1x8    what panels remain
 *     1x32        batch 1, a matrix-vector product: four panels at once, eight sums; each weight is used once
 *
 * Loads of the last panel read up to 28 bytes beyond column `tail`: whatever lies there reaches only lanes that are never
 * stored, so padding never leaks (0 * NaN is NaN, but in a lane that nobody reads).
 */

import { barrier } from './barrier.js'
import {
  advance,
  block,
  branchIf,
  type Code,
  call,
  define,
  type Func,
  f32x4,
  i32,
  type Label,
  loop,
  set,
  setInt,
  type Value,
  v128,
  when,
} from './instruction.js'
import type { Isa } from './isa.js'
import { item } from './item.js'
import { storePanelTail } from './store-tail.js'

const unroll = 4

export const tile = (isa: Isa, rows: number, panels: number): Func =>
  define(
    `f32_gemm_${rows}x${8 * panels}`,
    { a: 'i32', lda: 'i32', w: 'i32', init: 'i32', ldInit: 'i32', c: 'i32', ldC: 'i32', k: 'i32', tail: 'i32' },
    ({ a, lda, w, init, ldInit, c, ldC, k, tail }, local) => {
      const eachRow = Array.from({ length: rows }, (_, row) => row)
      const eachVector = Array.from({ length: 2 * panels }, (_, vector) => vector)
      // Row by row at the end, so that a row of a low tile is the same code as that of a tall one, and their texts have much in common.
      const end = local('i32')
      const panel = [w, ...Array.from({ length: panels - 1 }, () => local('i32'))]
      const x = local('v128')
      const fourInputs = local('v128')
      // The inputs of all rows, or the weights of all columns, that meet one k.
      const held = eachVector.map(() => local('v128'))
      const rowLocals = eachRow.map((index) => ({
        input: index === 0 ? a : local('i32'),
        sums: eachVector.map(() => local('v128')),
      }))
      const input = rowLocals.map(({ input }) => input)
      const sum = rowLocals.map(({ sums }) => sums)

      const oneK = (step: number, exit?: Label): Code => {
        let products = 0
        const multiply = (row: number, v: number, input: Value<'v128'>, weight: Value<'v128'>): Code => {
          const total = item(item(sum, row), v)
          const product = set(total, f32x4.madd(input, weight, total))
          products += 1
          return exit !== undefined && products % isa.barrierEvery === 0 ? [product, barrier(w, exit)] : product
        }
        const inputAt = (row: number): Value<'v128'> => v128.loadSplat(item(input, row), 4 * step)
        if (rows === 1) {
          const shuffled = isa.shuffleInputs && exit !== undefined
          return [
            shuffled && step === 0 ? set(fourInputs, v128.load(a)) : [],
            set(x, shuffled ? f32x4.shuffle(fourInputs, fourInputs, [step, step, step, step]) : inputAt(0)),
            eachVector.map((v) => multiply(0, v, x, weightAt(v, step))),
          ]
        }
        if (panels > 1)
          return [
            eachRow.map((row) => set(item(held, row), inputAt(row))),
            eachVector.map((v) => [
              set(x, weightAt(v, step)),
              eachRow.map((row) => multiply(row, v, item(held, row), x)),
            ]),
          ]
        return [
          eachVector.map((v) => set(item(held, v), weightAt(v, step))),
          eachRow.map((row) => [set(x, inputAt(row)), eachVector.map((v) => multiply(row, v, x, item(held, v)))]),
        ]
      }
      const weightAt = (v: number, step: number) => v128.load(item(panel, v >> 1), 32 * step + 16 * (v & 1))
      const advanceAll = (steps: number): Code => [
        input.map((address) => advance(address, 4 * steps)),
        panel.map((address) => advance(address, 32 * steps)),
      ]

      return [
        input.slice(1).map((address, i) => setInt(address, i32.add(item(input, i), lda))),
        panel.slice(1).map((address, i) => setInt(address, i32.add(item(panel, i), i32.shl(k, 5)))),
        // What adds nothing to anything, -0 included.
        set(x, f32x4.constant(-0)),
        sum.map((row) => row.map((total) => set(total, x))),
        setInt(end, i32.add(w, i32.shl(i32.and(k, -unroll), 5))),
        when(
          i32.below(w, end),
          block((exit) =>
            loop((again) => [
              Array.from({ length: unroll }, (_, step) => oneK(step, exit)),
              advanceAll(unroll),
              branchIf(i32.below(w, end), again),
            ]),
          ),
        ),
        setInt(end, i32.add(end, i32.shl(i32.and(k, unroll - 1), 5))),
        when(
          i32.below(w, end),
          loop((again) => [oneK(0), advanceAll(1), branchIf(i32.below(w, end), again)]),
        ),
        sum.map((row, r) => {
          const last = 2 * panels - 2
          return [
            r === 0 ? [] : [advance(init, ldInit), advance(c, ldC)],
            row.map((total, v) => set(total, f32x4.add(total, v128.load(init, 16 * v)))),
            row.slice(0, last).map((total, v) => v128.store(c, total, 16 * v)),
            when(
              i32.ge(tail, 8),
              row.slice(last).map((total, v) => v128.store(c, total, 16 * (last + v))),
              call(storePanelTail, i32.add(c, 16 * last), item(row, last), item(row, last + 1), tail),
            ),
          ]
        }),
      ]
    },
  )
