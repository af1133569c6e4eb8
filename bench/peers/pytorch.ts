/**
 * PyTorch on one thread, in a process of its own: once on OpenBLAS, once on BLIS.
 *
 * Debian's PyTorch calls whichever BLAS the loader finds, and LD_LIBRARY_PATH decides that for one process. It tells the time itself, so the
 * pipe between the processes costs nothing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Problem } from '../cases.js'
import { Child, fromBase64, toBase64 } from '../child.js'
import { clock } from '../clock.js'
import { type Contender, type Peer, Unable } from '../contender.js'

/** A Python that has PyTorch. */
const findPython = (): string | undefined =>
  ['python3', '/usr/bin/python3'].find((python) => spawnSync(python, ['-c', 'import torch, numpy']).status === 0)

/** The problem as JSON, arrays as base64. */
const encode = (problem: Problem): string =>
  JSON.stringify({ problem }, (_, value) => (value instanceof Float32Array ? toBase64(value) : (value ?? null)))

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', BLIS_NUM_THREADS: '1' }

const pytorch = (blas: string, libraries: string, debianPackage: string): Peer => {
  const name = `PyTorch (${blas})`
  let child: Child | undefined
  let version = '?'
  const start = async (): Promise<Child> => {
    const python = findPython()
    if (python === undefined) throw new Unable('no python3 here has torch and numpy')
    if (!existsSync(libraries)) throw new Unable(`${debianPackage} is not installed`)
    const script = fileURLToPath(new URL('pytorch.py', import.meta.url))
    child = new Child(python, [script, clock], { ...oneThread, LD_LIBRARY_PATH: libraries })
    version = (await child.greeting).version ?? version
    return child
  }
  return {
    name,
    version: () => version,
    close: () => child?.close(),
    prepare: async (problem): Promise<readonly Contender[]> => {
      const python = child ?? (await start())
      const { output } = await python.ask(encode(problem))
      const result = fromBase64(output ?? '')
      return [
        {
          name,
          output: () => result,
          time: async (runs) => (await python.ask(JSON.stringify({ runs }))).milliseconds ?? Number.NaN,
        },
      ]
    },
  }
}

export const pytorchOpenblas = pytorch(
  'OpenBLAS',
  '/usr/lib/x86_64-linux-gnu/openblas-pthread',
  "Debian's libopenblas0-pthread",
)
export const pytorchBlis = pytorch('BLIS', '/usr/lib/x86_64-linux-gnu/blis-serial', "Debian's libblis4-serial")
