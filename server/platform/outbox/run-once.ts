import { sql } from 'kysely'
import type { Platform } from '../platform.ts'
import type { Database, Queryable, Trx } from '../relational/index.ts'
import type { News, Processor } from './outbox.ts'
import { waitingFor } from './waiting-for.ts'
import { visibleNews } from './read-news.ts'

const NEWS_PER_RUN = 500

/** A position in the outbox: rows are ordered by their transaction, then by id. */
type Place = { txid: string; id: number }
type Row = News & Place & { after_txid: string; after_id: number }

/**
 * Hands a processor its next news and advances its place, both in one transaction or not at all. Gives how many rows
 * it took in: 0 says that there was nothing to do, or that another process did it in the meantime.
 */
export async function runOnce(platform: Platform, processor: Processor): Promise<number> {
  const news = await nextNews(platform.db, processor)
  const [first, last] = [news[0], news.at(-1)]
  if (!first || !last) return 0
  const write = await planOf(platform, processor, news)
  return platform.db.transaction().execute(async (trx) => {
    const from = { txid: first.after_txid, id: first.after_id }
    if (!(await advance(trx, { processor, from, to: last }))) return 0
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
    insert into processor_cursors (name, failures, last_error)
    values (${name}, ${failures}, ${message.slice(0, 1000)})
    on conflict (name) do update
    set failures = excluded.failures, last_error = excluded.last_error, updated_at = now()`.execute(db)
}

/** The next news of each type, and of them those that come first; each with the place after which they were looked for. */
async function nextNews(db: Database, { name, handles, newsPerRun = NEWS_PER_RUN }: Processor) {
  const { rows } = await sql<Row>`
    with place as materialized (
      select coalesce((select txid from processor_cursors where name = ${name}), '0'::xid8) as txid,
        coalesce((select id from processor_cursors where name = ${name}), 0) as id
    )
    select n.*, p.txid::text as after_txid, p.id as after_id
    from place p, unnest(${handles}::text[]) as handled (type), lateral (
      select o.id, o.txid::text, o.type, o.payload, o.created_at as at from outbox o
      where o.type = handled.type and (o.txid, o.id) > (p.txid, p.id) and ${visibleNews}
      order by o.txid, o.id limit ${newsPerRun}
    ) n
    order by n.txid::xid8, n.id limit ${newsPerRun}`.execute(db)
  return rows
}

async function planOf(
  platform: Platform,
  processor: Processor,
  news: News[],
): Promise<(trx: Trx) => Promise<void>> {
  if ('plan' in processor) return processor.plan(news, platform)
  return (trx) => processor.run(news, { trx, platform })
}

/**
 * The row's lock, held to the end of the transaction, keeps two processes that run the same processor apart. A processor
 * that never took in anything has no row yet.
 */
async function advance(
  db: Queryable,
  step: { processor: Processor; from: Place; to: Place },
): Promise<boolean> {
  const { processor, from, to } = step
  const { numAffectedRows } = await sql`
    insert into processor_cursors as c (name, txid, id) values (${processor.name}, ${to.txid}::xid8, ${to.id})
    on conflict (name) do update
    set txid = excluded.txid, id = excluded.id, failures = 0, last_error = null, updated_at = now()
    where c.txid = ${from.txid}::xid8 and c.id = ${from.id}`.execute(db)
  return numAffectedRows === 1n
}
