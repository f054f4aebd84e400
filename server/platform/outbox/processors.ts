import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Platform } from '../platform.ts'
import type { Trx } from '../relational/index.ts'
import { onPublished, type News, type Processor } from './outbox.ts'

const NEWS_PER_RUN = 500
const POLL_MS = 500
/** A published row is visible once its transaction has committed: that takes a moment after the wake-up. */
const SETTLE_MS = 20
const MAX_BACKOFF_MS = 30_000
const KEEP_DAYS = 7
const CLEAN_MS = 10 * 60_000

export type Processors = { stop(): Promise<void>; wake(): void; idle(): Promise<void> }

/** Runs each processor in a loop of its own, so that one that fails holds up no other. */
export function startProcessors(platform: Platform, processors: readonly Processor[]): Processors {
  const loops = processors.map((processor) => startLoop(platform, processor))
  const unsubscribe = onPublished(() => loops.forEach((loop) => loop.wake()))
  const cleaner = setInterval(() => void removeOldNews(platform, processors).catch(() => undefined), CLEAN_MS)
  cleaner.unref()
  return {
    wake: () => loops.forEach((loop) => loop.wake()),
    async idle() {
      // Twice, because what one processor publishes may be for another that was asked first.
      for (let round = 0; round < 2; round++) for (const processor of processors) while (await hasNews(platform, processor)) await sleep(SETTLE_MS)
    },
    async stop() {
      unsubscribe()
      clearInterval(cleaner)
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

function startLoop(platform: Platform, processor: Processor) {
  let stopped = false
  let wake: () => void = () => undefined
  const rest = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wake = () => {
        clearTimeout(timer)
        setTimeout(resolve, SETTLE_MS)
      }
    })
  const loop = async () => {
    for (let failures = 0; !stopped; ) {
      try {
        const handled = await runOnce(platform, processor)
        failures = 0
        if (handled === 0 && !stopped) await rest(POLL_MS)
      } catch (error) {
        failures += 1
        platform.logger.error({ err: error, processor: processor.name, failures }, 'A processor failed and will try again')
        await noteFailure(platform, processor, { failures, error }).catch(() => undefined)
        if (!stopped) await rest(Math.min(MAX_BACKOFF_MS, 200 * 2 ** failures))
      }
    }
  }
  const running = loop()
  return {
    wake: () => wake(),
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}

/** Handles the next news of a processor in one transaction. Gives how many there were. */
export async function runOnce(platform: Platform, processor: Processor): Promise<number> {
  await sql`insert into processor_cursors (name) values (${processor.name}) on conflict do nothing`.execute(platform.db)
  return platform.db.transaction().execute(async (trx) => {
    const news = await nextNews(trx, processor)
    const last = news.at(-1)
    if (!last) return 0
    await processor.run(news, { trx, platform })
    await sql`
      update processor_cursors set txid = ${last.txid}::xid8, id = ${last.id}, failures = 0, last_error = null, updated_at = now()
      where name = ${processor.name}`.execute(trx)
    return news.length
  })
}

type Row = News & { txid: string }

/**
 * Rows after the cursor, in the order in which their transactions became visible: a row whose transaction started
 * before one that is still open waits, because an earlier row may yet appear. The lock on the cursor keeps the same
 * processor of two processes apart.
 */
async function nextNews(trx: Trx, processor: Processor): Promise<Row[]> {
  const { rows } = await sql<{ id: number; txid: string; type: string; payload: JsonObject; at: Date }>`
    with place as materialized (select txid, id from processor_cursors where name = ${processor.name} for update)
    select o.id, o.txid::text, o.type, o.payload, o.created_at as at
    from place, outbox o
    where (o.txid, o.id) > (place.txid, place.id) and o.txid < pg_snapshot_xmin(pg_current_snapshot())
      and o.type = any(${processor.handles}::text[])
    order by o.txid, o.id limit ${NEWS_PER_RUN}`.execute(trx)
  return rows
}

async function hasNews({ db }: Platform, processor: Processor): Promise<boolean> {
  const { rows } = await sql`
    select from outbox o left join processor_cursors p on p.name = ${processor.name}
    where o.type = any(${processor.handles}::text[]) and (p.name is null or (o.txid, o.id) > (p.txid, p.id)) limit 1`.execute(db)
  return rows.length > 0
}

async function noteFailure({ db }: Platform, processor: Processor, { failures, error }: { failures: number; error: unknown }): Promise<void> {
  const message = error instanceof Error ? error.message : String(error)
  await sql`
    update processor_cursors set failures = ${failures}, last_error = ${message.slice(0, 1000)}, updated_at = now()
    where name = ${processor.name}`.execute(db)
}

/** Deletes news that every processor has passed and nobody will look at any more. */
async function removeOldNews({ db }: Platform, processors: readonly Processor[]): Promise<void> {
  await sql`
    delete from outbox o where o.created_at < now() - make_interval(days => ${KEEP_DAYS})
      and not exists (
        select from processor_cursors p
        where p.name = any(${processors.map(({ name }) => name)}::text[]) and (o.txid, o.id) > (p.txid, p.id))`.execute(db)
}
