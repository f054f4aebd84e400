import { sql } from 'kysely'
import { z } from 'zod'
import type { EnrichedObject, EnrichmentLookup, LookupQuery } from '../../../model/enrichment.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

const OF_ONE_RECORD = 20
const position = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])

type Times = {
  next_attempt_at: Date | null
  good_until: Date | null
  created_at: Date
  finished_at: Date | null
}
type Row = Omit<EnrichmentLookup, keyof Times> & Times & { place: string }

const columns = sql`
  l.id, jsonb_build_object('id', p.id, 'name', p.name) as provider, p.object, l.state, l.traits, l.cached, l.asked_by, l.attempts,
  l.good_until, l.created_at, l.finished_at, to_jsonb(l.created_at) #>> '{}' as place,
  case
    when l.state <> 'waiting' then l.reason
    when not p.enabled then 'The provider is switched off.'
    when p.paused_until > now() then p.pause_reason
    else l.reason
  end as reason,
  case when l.state = 'waiting' then greatest(l.next_attempt_at, p.paused_until) end as next_attempt_at,
  case
    when h.id is not null then jsonb_build_object('id', h.id, 'name', coalesce(h.name, h.email, 'Anonymous'))
    when c.id is not null then jsonb_build_object('id', c.id, 'name', coalesce(c.name, c.group_id))
  end as record`
const joins = sql`
  join enrichment_providers p on p.id = l.provider_id
  left join identifiers i on i.id = l.person_ref left join people h on h.id = i.person_id
  left join companies c on c.id = l.company_id`

/** A page of what was asked, the newest first. */
export async function listLookups(
  db: Queryable,
  { provider, state, limit, cursor }: LookupQuery,
): Promise<Page<EnrichmentLookup>> {
  const [before, beforeId] = cursor ? decodeCursor(cursor, position) : []
  const { rows } = await sql<Row>`
    with page as materialized (
      select * from enrichment_lookups
      where ${provider ? sql`provider_id = ${provider}::uuid` : sql`true`} and ${state ? sql`state = ${state}` : sql`true`}
        and ${beforeId ? sql`(created_at, id) < (${before}::timestamptz, ${beforeId}::uuid)` : sql`true`}
      order by created_at desc, id desc limit ${limit + 1}
    )
    select ${columns} from page l ${joins} order by l.created_at desc, l.id desc`.execute(db)
  const { data, next } = pageFrom(rows, limit, ({ place, id }) => [place, id])
  return { data: data.map(toLookup), next }
}

/** What was asked about one record lately, the newest first. */
export async function lookupsOf(
  db: Queryable,
  { object, id }: { object: EnrichedObject; id: string },
): Promise<EnrichmentLookup[]> {
  const isAbout =
    object === 'person'
      ? sql`i.person_id = (select person_id from identifiers where id = ${id}::uuid)`
      : sql`l.company_id = ${id}::uuid`
  const { rows } = await sql<Row>`
    select ${columns} from enrichment_lookups l ${joins} where ${isAbout}
    order by l.created_at desc, l.id desc limit ${OF_ONE_RECORD}`.execute(db)
  return rows.map(toLookup)
}

function toLookup({ place: _, ...row }: Row): EnrichmentLookup {
  return {
    ...row,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    good_until: row.good_until?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}
