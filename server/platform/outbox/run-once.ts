import { sql } from 'kysely'
import type { Platform } from '../platform.ts'
import type { Database, Queryable, Trx } from '../relational/index.ts'
import type { News, Processor } from './outbox.ts'
import { waitingFor } from './waiting-for.ts'

const NEWS_PER_RUN = 500
/** How far a processor looks ahead for news of its types; a stretch without any is passed at once. */
const LOOK_AHEAD = 5_000

/** A position in the outbox: rows are ordered by their transaction, then by id. */
type Place = { txid: string; id: number }
type Row = News & Place

/**
 * Hands a processor its next news and advances its place, both in one transaction or not at all. Gives how many rows
 * it got ahead: 0 says that there was nothing to do, or that another process did it in the meantime.
 */
export async function runOnce(platform: Platform, processor: Processor): Promise<number> {
  const place = await placeOf(platform.db, processor)
  const news = await nextNews(platform.db, processor, place)
  const last = news.at(-1)
  if (!last) return passOthers(platform.db, processor, place)
  const write = await planOf(platform, processor, news)
  return platform.db.transaction().execute(async (trx) => {
    if (!(await advance(trx, { processor, from: place, to: last }))) return 0
    await write(trx)
    return news.length
  })
}

/**
 * True when there are news that one of these has not handled, visible or about to be. Asks for all of them at one moment:
 * what one writes is news for the next.
 */
export async function haveNews(db: Database, processors: readonly Processor[]): Promise<boolean> {
  const waiting = processors.map((processor) => sql`exists (select from ${waitingFor(processor)})`)
  if (waiting.length === 0) return false
  const { rows } = await sql<{ waiting: boolean }>`select ${sql.join(waiting, sql` or `)} as waiting`.execute(
    db,
  )
  return rows[0]?.waiting ?? false
}

/** Writes down that a processor failed, for the system's health. */
export async function noteFailure(
  db: Queryable,
  { name }: Processor,
  { failures, error }: { failures: number; error: unknown },
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  await sql`
    update processor_cursors set failures = ${failures}, last_error = ${message.slice(0, 1000)}, updated_at = now()
    where name = ${name}`.execute(db)
}

async function placeOf(db: Database, { name }: Processor): Promise<Place> {
  const find = () => sql<Place>`select txid::text, id from processor_cursors where name = ${name}`.execute(db)
  const [place] = (await find()).rows
  if (place) return place
  await sql`insert into processor_cursors (name) values (${name}) on conflict do nothing`.execute(db)
  return (await find()).rows[0] ?? { txid: '0', id: 0 }
}

/**
 * A row whose transaction started before one that is still open waits, because an earlier row may yet appear: a place
 * that has passed it would miss that row for ever.
 */
const visible = sql`o.txid < pg_snapshot_xmin(pg_current_snapshot())`

async function nextNews(db: Database, { handles, newsPerRun = NEWS_PER_RUN }: Processor, place: Place) {
  const { rows } = await sql<Row>`
    with ahead as materialized (
      select o.id, o.type from outbox o
      where (o.txid, o.id) > (${place.txid}::xid8, ${place.id}::bigint) and ${visible}
      order by o.txid, o.id limit ${LOOK_AHEAD}
    )
    select o.id, o.txid::text, o.type, o.payload, o.created_at as at
    from ahead a join outbox o on o.id = a.id
    where a.type = any(${handles}::text[])
    order by o.txid, o.id limit ${newsPerRun}`.execute(db)
  return rows
}

/** Without this, a processor whose news are rare would read all that came since its last one again and again. */
async function passOthers(db: Database, processor: Processor, from: Place): Promise<number> {
  const { rows } = await sql<Place>`
    select o.txid::text, o.id from outbox o
    where (o.txid, o.id) > (${from.txid}::xid8, ${from.id}::bigint) and ${visible}
    order by o.txid, o.id offset ${LOOK_AHEAD - 1} limit 1`.execute(db)
  const [to] = rows
  return to && (await advance(db, { processor, from, to })) ? LOOK_AHEAD : 0
}

async function planOf(
  platform: Platform,
  processor: Processor,
  news: News[],
): Promise<(trx: Trx) => Promise<void>> {
  if ('plan' in processor) return processor.plan(news, platform)
  return (trx) => processor.run(news, { trx, platform })
}

/** The row's lock, held to the end of the transaction, keeps two processes that run the same processor apart. */
async function advance(
  db: Queryable,
  step: { processor: Processor; from: Place; to: Place },
): Promise<boolean> {
  const { processor, from, to } = step
  const { numAffectedRows } = await sql`
    update processor_cursors
    set txid = ${to.txid}::xid8, id = ${to.id}, failures = 0, last_error = null, updated_at = now()
    where name = ${processor.name} and txid = ${from.txid}::xid8 and id = ${from.id}`.execute(db)
  return numAffectedRows === 1n
}
