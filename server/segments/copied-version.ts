import { sql } from 'kysely'

/** Grows with every state of the database: of two copies of a row, the later one counts. */
export const copiedVersion = sql`pg_snapshot_xmax(pg_current_snapshot())::text::bigint as version`
