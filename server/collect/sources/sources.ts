import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Source } from '../../../model/source.ts'
import type { Database, Queryable, Trx } from '../../platform/relational/index.ts'
import type { RecordHeader } from '../log-record.ts'

/** The source of what Kith itself records: deals, segments, merges. */
export const INTERNAL_SOURCE_ID = '00000000-0000-4000-8000-000000000001'

const REFRESH_MS = 3_000
const ACTIVITY_STEP_MS = 10_000

export type SourceRow = Pick<Source, 'id' | 'name' | 'kind' | 'write_key' | 'enabled'>

/** All sources in memory, because every request asks for one; read again every few seconds and after a change. */
export type Sources = {
  byId(id: string): SourceRow | undefined
  byWriteKey(key: string): SourceRow | undefined
  /** Like `byWriteKey`, but looks in the database before saying that there is none. */
  find(key: string): Promise<SourceRow | undefined>
  refresh(): Promise<void>
  noteActivity(trx: Trx, headers: RecordHeader[]): Promise<void>
  stop(): void
}

/** Loads the sources and keeps them current. */
export async function openSources(db: Database): Promise<Sources> {
  let byId = new Map<string, SourceRow>()
  let byKey = new Map<string, SourceRow>()
  const active = new Map<string, number>()
  let missesAllowedAt = 0

  const refresh = async () => {
    const { rows } = await sql<SourceRow>`select id, name, kind, write_key, enabled from sources`.execute(db)
    byId = new Map(rows.map((row) => [row.id, row]))
    byKey = new Map(rows.map((row) => [row.write_key, row]))
  }
  await refresh()
  const timer = setInterval(() => void refresh().catch(() => undefined), REFRESH_MS)
  timer.unref()

  return {
    byId: (id) => byId.get(id),
    byWriteKey: (key) => byKey.get(key),
    async find(key) {
      // A key made a moment ago in another process works at once; a flood of wrong keys costs one query a second.
      if (!byKey.has(key) && Date.now() >= missesAllowedAt) {
        missesAllowedAt = Date.now() + 1_000
        await refresh()
      }
      return byKey.get(key)
    },
    refresh,
    noteActivity: (trx, headers) => noteActivity(trx, headers, active),
    stop: () => clearInterval(timer),
  }
}

/** Makes a source with a write key of its own, or with the one given. Gives null when that key exists already. */
export async function createSource(
  db: Queryable,
  input: { name: string; kind: string; writeKey?: string | undefined },
): Promise<string | null> {
  const id = randomUUID()
  const writeKey = input.writeKey ?? randomBytes(18).toString('base64url')
  const { rows } = await sql<{ id: string }>`
    insert into sources (id, name, kind, write_key) values (${id}, ${input.name}, ${input.kind}, ${writeKey})
    on conflict (write_key) do nothing returning id`.execute(db)
  return rows[0]?.id ?? null
}

/** Makes the source of Kith's own events on first start, and the one of KITH_WRITE_KEY. */
export async function createFirstSources(db: Queryable, writeKey: string | undefined): Promise<void> {
  await sql`
    insert into sources (id, name, kind, write_key) values (${INTERNAL_SOURCE_ID}, 'Kith', 'internal', ${randomBytes(24).toString('base64url')})
    on conflict (id) do nothing`.execute(db)
  if (writeKey) await createSource(db, { name: 'Website', kind: 'browser', writeKey })
}

async function noteActivity(trx: Trx, headers: RecordHeader[], active: Map<string, number>): Promise<void> {
  const latest = new Map<string, { first: number; last: number }>()
  for (const { sourceId, receivedAt } of headers) {
    const known = latest.get(sourceId) ?? { first: receivedAt, last: receivedAt }
    latest.set(sourceId, { first: Math.min(known.first, receivedAt), last: Math.max(known.last, receivedAt) })
  }
  for (const [id, { first, last }] of latest) {
    if (last - (active.get(id) ?? 0) < ACTIVITY_STEP_MS) continue
    active.set(id, last)
    await sql`
      update sources set first_event_at = least(first_event_at, ${new Date(first)}), last_event_at = greatest(last_event_at, ${new Date(last)})
      where id = ${id}`.execute(trx)
  }
}
