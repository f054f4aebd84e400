import type { MessagePort } from 'node:worker_threads'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { systemClock, type Clock } from './clock.ts'
import { openLmdbCopies } from './copies/index.ts'
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

/** A platform with its engines open; `openPort` gives another thread a connection to the embedded database. */
export type OpenPlatform = Platform & {
  openPort: (() => MessagePort) | null
  failed: Promise<Error>
  close(): Promise<void>
}

/** Opens the three engines, creating what is missing and bringing schemas up to date. Close it to release the folder. */
export async function openPlatform(options: PlatformOptions): Promise<OpenPlatform> {
  const { dataDir, databaseUrl, logger } = options
  mkdirSync(dataDir, { recursive: true })
  const unlock = lockFolder(dataDir)
  const embedded = databaseUrl ? null : await openEmbeddedRelational(join(dataDir, 'relational'))
  const relational = embedded ?? (await openServerRelational(databaseUrl ?? ''))
  await migrateRelational(relational.pool, migrationsFolder('relational'))
  const warehouse = openEmbeddedWarehouse(join(dataDir, 'warehouse'))
  await migrateWarehouse(warehouse, migrationsFolder('warehouse'))
  const log = openLmdbLog(join(dataDir, 'log'))
  const copies = embedded && openLmdbCopies(join(dataDir, 'copies'))
  return {
    db: relational.db,
    relational,
    warehouse,
    log,
    copies,
    clock: options.clock ?? systemClock,
    logger,
    secrets: await loadSecrets(relational.db, options.secret),
    openPort: embedded && (() => embedded.openPort()),
    failed: embedded?.failed ?? new Promise(() => undefined),
    async close() {
      await log.close()
      await copies?.close()
      await warehouse.close()
      await relational.close()
      unlock()
    },
  }
}
