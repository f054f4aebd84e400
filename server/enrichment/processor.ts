import { sql } from 'kysely'
import { z } from 'zod'
import type { EnrichedObject } from '../../model/enrichment.ts'
import type { News, Processor } from '../platform/outbox/index.ts'
import type { Trx } from '../platform/relational/index.ts'
import { judge, type Asked } from './ask/judge.ts'
import { enqueueLookups, noteSkipped } from './lookups/enqueue.ts'

const AUTOMATIC = 'Automatic'

const changed = z.object({
  profiles: z.array(z.string()).default([]),
  companies: z.array(z.string()).default([]),
})
const entered = z.object({
  segmentId: z.uuid(),
  personId: z.uuid().nullable().default(null),
  companyId: z.uuid().nullable().default(null),
  initial: z.boolean().default(false),
})

type Automatic = Asked & { enabled_at: Date }

/** Has providers asked about whoever is new, or enters the segment that they are for. */
const askAutomatically: Processor = {
  name: 'enrichment',
  handles: ['people.changed', 'companies.changed', 'segment.entered', 'segment.company_entered'],
  async run(news, { trx, platform }) {
    const { rows: providers } = await sql<Automatic>`
      select id, object, definition, secret_names, enabled_at from enrichment_providers
      where enabled and deleted_at is null and definition #>> '{automatic,who}' <> 'nobody'`.execute(trx)
    const now = platform.clock.now()
    for (const provider of providers) {
      const ids = await notAsked(trx, provider, { ids: await concerned(trx, provider, news), now })
      if (ids.length > 0) await ask(trx, provider, { ids, now })
    }
  },
}

export const enrichmentProcessors: Processor[] = [askAutomatically]

function concerned(trx: Trx, provider: Automatic, news: News[]): Promise<string[]> {
  const { who, segment_id } = provider.definition.automatic
  if (who === 'new') return newAmong(trx, provider, changedIn(news, provider.object))
  const members = news.flatMap(({ type, payload }) => {
    if (type !== 'segment.entered' && type !== 'segment.company_entered') return []
    // Who is in a new segment from the start is many: for them there is a run, with its costs told before.
    const { segmentId, personId, companyId, initial } = entered.parse(payload)
    const member = provider.object === 'person' ? personId : companyId
    return segmentId === segment_id && !initial && member ? [member] : []
  })
  return Promise.resolve([...new Set(members)])
}

function changedIn(news: News[], object: EnrichedObject): string[] {
  const type = object === 'person' ? 'people.changed' : 'companies.changed'
  const ids = news
    .filter((one) => one.type === type)
    .flatMap(({ payload }) => changed.parse(payload)[object === 'person' ? 'profiles' : 'companies'])
  return [...new Set(ids)]
}

async function newAmong(trx: Trx, { object, enabled_at }: Automatic, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(object === 'person' ? 'people' : 'companies')}
    where id = any(${ids}::uuid[]) and first_seen >= ${enabled_at}::timestamptz`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Of these those about whom no question waits, and no answer or failure is fresh; by their present ids. */
async function notAsked(
  trx: Trx,
  { id, object }: Automatic,
  { ids, now }: { ids: string[]; now: number },
): Promise<string[]> {
  if (ids.length === 0) return []
  const isFresh = sql`l.provider_id = ${id}::uuid and (l.state = 'waiting' or l.good_until > ${new Date(now)})`
  const { rows } = await (
    object === 'person'
      ? sql<{ id: string }>`
        select distinct i.person_id as id from identifiers i where i.id = any(${ids}::uuid[]) and not exists (
          select from identifiers o join enrichment_lookups l on l.person_ref = o.id
          where o.person_id = i.person_id and ${isFresh})`
      : sql<{ id: string }>`
        select c.id from companies c where c.id = any(${ids}::uuid[]) and not exists (
          select from enrichment_lookups l where l.company_id = c.id and ${isFresh})`
  ).execute(trx)
  return rows.map((row) => row.id)
}

async function ask(
  trx: Trx,
  provider: Automatic,
  { ids, now }: { ids: string[]; now: number },
): Promise<void> {
  const judged = [...(await judge(trx, provider, { ids, now }))]
  const ready = judged.flatMap(([id, one]) => (one.ready ? [id] : []))
  const about = { provider, askedBy: AUTOMATIC, now }
  await enqueueLookups(trx, { ...about, records: ready })
  const refused = judged.flatMap(([record, one]) =>
    !one.ready && one.cause === 'no_consent' ? [{ record, cause: one.cause, reason: one.reason }] : [],
  )
  const untold = new Set(
    await withoutLookup(
      trx,
      provider,
      refused.map(({ record }) => record),
    ),
  )
  await noteSkipped(trx, { ...about, skipped: refused.filter(({ record }) => untold.has(record)) })
}

/** Said once of each, not again with everything that they do. */
async function withoutLookup(trx: Trx, { id }: Automatic, people: string[]): Promise<string[]> {
  if (people.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select n.id from unnest(${people}::uuid[]) as n (id) where not exists (
      select from identifiers i join enrichment_lookups l on l.person_ref = i.id
      where i.person_id = n.id and l.provider_id = ${id}::uuid)`.execute(trx)
  return rows.map((row) => row.id)
}
