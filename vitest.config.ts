import { defineConfig } from 'vitest/config'
import { findTools } from './scripts/provision.ts'

const SECOND = 1000

const { chromium, postgresBin } = findTools()
const env = {
  ...(chromium && { KITH_CHROMIUM: chromium }),
  ...(postgresBin && { KITH_TEST_POSTGRES_BIN: postgresBin }),
}

// Two workers at most, because every file of the server's tests opens an embedded ClickHouse of its own.
export default defineConfig({
  test: {
    env,
    globalSetup: './test/global-setup.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'web',
          include: ['web/**/*.test.{ts,tsx}'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          include: ['{model,server,bench,scripts}/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 30 * SECOND,
          hookTimeout: 60 * SECOND,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sdk',
          include: ['sdk/browser/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 30 * SECOND,
          hookTimeout: 60 * SECOND,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 120 * SECOND,
          hookTimeout: 120 * SECOND,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
})
