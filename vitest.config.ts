import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** What runs once more on every engine: whatever calls a network. */
const onEveryEngine = [
  'test/engine/**/*.test.ts',
  // Files of other programs are read without an engine, and so are the cases themselves.
  'test/golden/!(safetensors|floats|torch-files|onnx|recurrent-cases).test.ts',
  'test/law/{fold,rnn}*.test.ts',
  'test/unit/rnn*.test.ts',
]

/** Long training of examples: once is enough, since every step of it is held to PyTorch on every engine elsewhere. */
const once = ['test/golden/{temperature,names}.test.ts']

export default defineConfig({
  // The examples import the package by its name; in the tests that is the source, which needs no build.
  resolve: {
    alias: [
      { find: /^shapefold$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) },
      { find: /^shapefold\/kernel-only$/, replacement: fileURLToPath(new URL('src/kernel-only.ts', import.meta.url)) },
      {
        find: /^shapefold\/(safetensors|torch|onnx)$/,
        replacement: fileURLToPath(new URL('src/interop/$1.ts', import.meta.url)),
      },
    ],
  },
  test: {
    // Two workers for two cores. Processes and not threads: V8 flags such as --expose-gc hold for a whole process.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'fastest', include: ['test/**/*.test.ts'], provide: { engine: 'fastest' } } },
      {
        extends: true,
        test: {
          name: 'mul-add',
          include: onEveryEngine,
          exclude: once,
          setupFiles: 'test/engine/mul-add.ts',
          provide: { engine: 'wasm-mul-add' },
        },
      },
      {
        extends: true,
        test: {
          name: 'fold',
          include: onEveryEngine,
          exclude: once,
          setupFiles: 'test/engine/fold.ts',
          provide: { engine: 'fold' },
        },
      },
    ],
    testTimeout: 60_000,
  },
})
