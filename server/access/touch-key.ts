import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'

const AT_MOST_EVERY_MS = 60_000

/** Gives a function that notes in the background that a key was used, at most once a minute a key. */
export function createKeyToucher({ db, clock, logger }: Platform): (id: string) => void {
  const touched = new Map<string, number>()
  return (id) => {
    const now = clock.now()
    if (now - (touched.get(id) ?? 0) < AT_MOST_EVERY_MS) return
    touched.set(id, now)
    sql`update api_keys set last_used_at = ${new Date(now)} where id = ${id}`
      .execute(db)
      .catch((error: unknown) =>
        logger.warn({ err: error, key: id }, 'The use of an API key could not be noted.'),
      )
  }
}
