import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'

/** Who is typed in, or sent in several calls, is compared when that is done. */
const QUIET_SECONDS = 3
/** Where somebody changes all the time nobody waits longer than this for a comparison to begin. */
const MOST_SECONDS = 30
/** Everybody is read for a comparison: it rests so many times as long as the last one took. */
const REST_FACTOR = 10

/** Whether those who changed are to be compared now: a moment after the last of them changed, or when the first waits for long. */
export async function isDue(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ due: boolean | null }>`
    select max(touched_at) < now() - make_interval(secs => ${QUIET_SECONDS})
      or min(touched_at) < now() - make_interval(secs => ${MOST_SECONDS}) as due
    from (select touched_at from linkage_touched order by touch limit 10000) t`.execute(db)
  return rows[0]?.due ?? false
}

/** Calls what takes long when it may run again; remembers how long it took. */
export function paced(run: () => Promise<void>): () => Promise<void> {
  let next = 0
  return async () => {
    const begun = performance.now()
    if (begun < next) return
    try {
      await run()
    } finally {
      const end = performance.now()
      next = end + (end - begun) * REST_FACTOR
    }
  }
}
