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
 * long ones leave. Three workers on two cores, because tests of whole programs wait for a good part of their time; no more, because
 * each has an embedded ClickHouse or a browser beside it.
 */
const together = {
  pool: 'forks',
  maxWorkers: 3,
  testTimeout: 30 * SECOND,
  hookTimeout: 60 * SECOND,
  sequence: { groupOrder: 1 },
} as const

const wholeProgram = { ...together, testTimeout: 120 * SECOND, hookTimeout: 180 * SECOND } as const

// A browser on a busy machine now and then loses a click; the report tells which test was tried again.
const inBrowser = { retry: 1 } as const

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
        test: { ...wholeProgram, ...inBrowser, name: 'e2e', include: ['test/e2e/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { ...wholeProgram, name: 'faults', include: ['test/faults/**/*.test.ts'] },
      },
      {
        extends: true,
        test: { ...together, ...inBrowser, name: 'sdk', include: ['sdk/browser/**/*.test.ts'] },
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
