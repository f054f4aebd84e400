import { defineConfig } from 'vitest/config'
import { findTools } from './scripts/provision.ts'

const SECOND = 1000

const { chromium, postgresBin } = findTools()
const env = {
  ...(chromium && { KITH_CHROMIUM: chromium }),
  ...(postgresBin && { KITH_TEST_POSTGRES_BIN: postgresBin }),
}

/**
 * What runs beside one another, in the order of the projects' names, so that the server's many short files fill the gaps that the
 * long ones leave. Two workers, because each has an embedded ClickHouse or a browser beside it: with three the processors of two cores
 * have always something to do, but waits grow long.
 */
const together = {
  pool: 'forks',
  maxWorkers: 2,
  testTimeout: 30 * SECOND,
  hookTimeout: 60 * SECOND,
  sequence: { groupOrder: 1 },
} as const

const wholeProgram = { ...together, testTimeout: 120 * SECOND, hookTimeout: 180 * SECOND } as const

export default defineConfig({
  test: {
    env,
    globalSetup: './test/global-setup.ts',
    projects: [
      {
        extends: true,
        test: { name: 'web', include: ['web/**/*.test.{ts,tsx}'], sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: { ...wholeProgram, name: 'e2e', include: ['test/e2e/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { ...wholeProgram, name: 'faults', include: ['test/faults/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { ...together, name: 'sdk', include: ['sdk/browser/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          ...together,
          name: 'server',
          include: ['{model,server,bench,scripts}/**/*.test.ts'],
          isolate: false,
        },
      },
    ],
  },
})
