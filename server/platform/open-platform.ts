import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock, type Clock } from './clock.ts'
import { lockFolder } from './folder-lock.ts'
import { openLmdbLog } from './log/index.ts'
import { migrationsFolder } from './paths.ts'
import type { Platform } from './platform.ts'
import { migrateRelational, openEmbeddedRelational, openServerRelational } from './relational/index.ts'
import { loadSecrets } from './secrets.ts'
import { migrateWarehouse, openEmbeddedWarehouse } from './warehouse/index.ts'

export type PlatformOptions = {
  dataDir: string
  databaseUrl: string | undefined
  secret: string | undefined
  logger: Logger
  clock?: Clock
}

/** Opens the three engines, creating what is missing and bringing schemas up to date. Close it to release the folder. */
export async function openPlatform(options: PlatformOptions): Promise<Platform & { close(): Promise<void> }> {
  const { dataDir, databaseUrl, logger } = options
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockFolder(dataDir)
  const relational = await (databaseUrl ? openServerRelational(databaseUrl) : openEmbeddedRelational(join(dataDir, 'relational')))
  await migrateRelational(relational.pool, migrationsFolder('relational'))
  const warehouse = openEmbeddedWarehouse(join(dataDir, 'warehouse'))
  await migrateWarehouse(warehouse, migrationsFolder('warehouse'))
  const log = openLmdbLog(join(dataDir, 'log'))
  return {
    db: relational.db,
    relational,
    warehouse,
    log,
    clock: options.clock ?? systemClock,
    logger,
    secrets: await loadSecrets(relational.db, options.secret),
    async close() {
      await log.close()
      await warehouse.close()
      await relational.close()
      unlock()
    },
  }
}
