import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { openLmdbCopies } from '../copies/index.ts'
import { openLmdbLog } from '../log/index.ts'
import type { Platform } from '../platform.ts'
import { loadSecrets } from '../secrets.ts'
import { openEmbeddedDatabase } from './embedded-databases.ts'
import { movableClock, type MovableClock } from './movable-clock.ts'
import { openSharedWarehouse } from './shared-warehouse.ts'
import { openServerDatabase } from './test-databases.ts'

/** The relational engines that a test runs on: `describe.each(engines)('… on %s', (engine) => …)`. */
export const engines = ['embedded', 'server'] as const
export type Engine = (typeof engines)[number]

/** A platform for tests: real engines with nothing in them, a clock that the test moves, a silent logger. */
export type TestPlatform = Platform & { clock: MovableClock; close(): Promise<void> }

/** Opens a migrated platform of the test's own; open it in `beforeAll` and close it in `afterAll`. */
export async function openTestPlatform(engine: Engine = 'embedded'): Promise<TestPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'kith-test-log-'))
  const relational = engine === 'server' ? await openServerDatabase() : await openEmbeddedDatabase()
  const warehouse = await openSharedWarehouse()
  const log = openLmdbLog(folder)
  const copies = engine === 'server' ? null : openLmdbCopies(join(folder, 'copies'))
  return {
    db: relational.db,
    relational,
    warehouse,
    log,
    copies,
    clock: movableClock(),
    logger: pino({ level: 'silent' }),
    secrets: await loadSecrets(relational.db, undefined),
    async close() {
      await log.close()
      await copies?.close()
      await Promise.all([relational.close(), warehouse.close()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}
