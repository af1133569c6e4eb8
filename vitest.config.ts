import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Two workers for two cores. Processes and not threads: V8 flags such as --expose-gc hold for a whole process.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
})
