import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { BIN_DAYS } from '../../../model/bin.ts'
import type { FileStore } from './record-files.ts'
import { placeOf } from './store-content.ts'

const PURGE_EVERY_MS = 60 * 60_000
const FILES_AT_ONCE = 500

/** Ends what was removed more than 30 days ago, once an hour. */
export function startPurgingFiles(store: FileStore): { stop(): void } {
  const run = () =>
    purgeFiles(store).catch((error: unknown) =>
      store.platform.logger.warn({ err: error }, 'Removed files could not be ended'),
    )
  const timer = setInterval(() => void run(), PURGE_EVERY_MS)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}

/** Deletes for good what was removed more than 30 days ago; content goes when no record has it any more. */
export async function purgeFiles({ platform: { db, clock }, folder }: FileStore): Promise<number> {
  const until = new Date(clock.now() - BIN_DAYS * 86_400_000)
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ hash: string }>`
      delete from record_files where id in (
        select id from record_files where removed_at < ${until} order by removed_at limit ${FILES_AT_ONCE})
      returning hash`.execute(trx)
    const { rows: left } = await sql<{ hash: string }>`
      select distinct hash from record_files where hash = any(${rows.map(({ hash }) => hash)}::text[])`.execute(
      trx,
    )
    const kept = new Set(left.map(({ hash }) => hash))
    for (const { hash } of rows) if (!kept.has(hash)) await rm(placeOf(folder, hash), { force: true })
    return rows.length
  })
}
