import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The examples import the package by its name; in the tests that is the source, which needs no build.
  resolve: {
    alias: [{ find: /^shapefold$/, replacement: fileURLToPath(new URL('src/index.ts', import.meta.url)) }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Two workers for two cores. Processes and not threads: V8 flags such as --expose-gc hold for a whole process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
