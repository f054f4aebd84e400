import { sql } from 'kysely'
import { traitTypes, type TraitType } from '../../../model/trait.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Warehouse } from '../../platform/warehouse/index.ts'

/** So many people are looked at; their ids are hashes, so that those with the smallest are a fair sample. */
const SAMPLED_PEOPLE = 100_000
const MAX_NAMES = 1_000
const EXAMPLES = 5
const EXAMPLE_CHARACTERS = 120
/** Events may be stored a while after they were received; what is read twice changes nothing. */
const OVERLAP_MS = 60 * 60_000
const ABANDONED = '5 minutes'

type Found = { name: string; people: number; distinct: number; examples: string[] } & Record<
  TraitType,
  number
>
type Said = { name: string; sources: string[]; first: number; last: number }

/**
 * Looks at all people, or a fair sample of them, and at the identify calls since the last time: which traits there are,
 * of what types, how many have each, how many values, who says them. Gives false while another process is at it.
 */
export async function surveyTraits({ db, warehouse, clock }: Platform): Promise<boolean> {
  const begun = await begin(db)
  if (!begun) return false
  try {
    const now = clock.now()
    const total = await countPeople(warehouse)
    const [found, said] = [await traitsOfPeople(warehouse), await traitsInEvents(warehouse, begun.since)]
    await db.transaction().execute(async (trx) => {
      await storeFound(trx, found)
      await storeSaid(trx, said)
      await sql`
        update trait_survey set at = ${new Date(now)}, total_people = ${total},
          looked_at = ${Math.min(total, SAMPLED_PEOPLE)}, events_to = ${new Date(now)}, begun_at = null`.execute(
        trx,
      )
    })
    return true
  } catch (error) {
    await sql`update trait_survey set begun_at = null`.execute(db)
    throw error
  }
}

async function begin(db: Queryable): Promise<{ since: number } | null> {
  const { rows } = await sql<{ events_to: Date | null }>`
    update trait_survey set begun_at = now()
    where begun_at is null or begun_at < now() - ${ABANDONED}::interval returning events_to`.execute(db)
  const [row] = rows
  return row ? { since: row.events_to ? row.events_to.getTime() - OVERLAP_MS : 0 } : null
}

async function countPeople(warehouse: Warehouse): Promise<number> {
  const [row] = await warehouse.rows<{ count: number }>('select count() as count from people final')
  return row?.count ?? 0
}

const conditions: Record<TraitType, string> = {
  text: `startsWith(raw, '"') and not isDate`,
  date: 'isDate',
  number: `match(raw, '^-?[0-9]')`,
  boolean: `raw in ('true', 'false')`,
  list: `startsWith(raw, '[')`,
  object: `startsWith(raw, '{')`,
}

function traitsOfPeople(warehouse: Warehouse): Promise<Found[]> {
  const counts = traitTypes.map((type) => `countIf(${conditions[type]}) as ${type}`)
  return warehouse.rows(`
    select pair.1 as name, count() as people, least(uniqCombined(pair.2), people) as distinct,
      topKIf(${EXAMPLES})(pair.2, lengthUTF8(pair.2) <= ${EXAMPLE_CHARACTERS}) as examples, ${counts.join(', ')}
    from (
      select pair, pair.2 as raw, match(raw, '^"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}[^"]*)?"$') as isDate
      from (
        select arrayJoin(JSONExtractKeysAndValuesRaw(toString(traits))) as pair
        from (select traits from people final order by person_id limit ${SAMPLED_PEOPLE})
      )
    )
    group by name order by people desc, name limit ${MAX_NAMES}`)
}

function traitsInEvents(warehouse: Warehouse, since: number): Promise<Said[]> {
  return warehouse.rows(
    `select name, groupUniqArray(50)(source_id) as sources,
       toUnixTimestamp64Milli(min(timestamp)) as first, toUnixTimestamp64Milli(max(timestamp)) as last
     from (
       select arrayJoin(JSONExtractKeys(toString(properties))) as name, source_id, timestamp from events
       where type = 'identify' and received_at >= fromUnixTimestamp64Milli({since:Int64}, 'UTC')
     )
     group by name order by count() desc, name limit ${MAX_NAMES}`,
    { since },
  )
}

async function storeFound(trx: Queryable, found: Found[]): Promise<void> {
  const rows = found.map(({ name, people, distinct, examples, ...counts }) => ({
    name,
    people,
    distinct_values: distinct,
    examples: examples.map(readJson),
    types: Object.fromEntries(
      traitTypes.map((type) => [type, counts[type]] as const).filter(([, n]) => n > 0),
    ),
  }))
  await sql`
    update traits set people = 0, distinct_values = 0, types = '{}', examples = '[]'
    where people > 0 and name <> all(${rows.map(({ name }) => name)}::text[])`.execute(trx)
  await sql`
    insert into traits as t (name, people, distinct_values, examples, types)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (name text, people bigint, distinct_values bigint, examples jsonb, types jsonb)
    order by name
    on conflict (name) do update set people = excluded.people, distinct_values = excluded.distinct_values,
      examples = excluded.examples, types = excluded.types`.execute(trx)
}

async function storeSaid(trx: Queryable, said: Said[]): Promise<void> {
  const rows = said.map(({ first, last, ...row }) => ({
    ...row,
    first_seen: new Date(first),
    last_seen: new Date(last),
  }))
  await sql`
    insert into traits as t (name, sources, first_seen, last_seen)
    select name, array(select jsonb_array_elements_text(sources)::uuid), first_seen, last_seen
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (name text, sources jsonb, first_seen timestamptz, last_seen timestamptz)
    order by name
    on conflict (name) do update set
      sources = array(select distinct unnest(t.sources || excluded.sources)),
      first_seen = least(t.first_seen, excluded.first_seen),
      last_seen = greatest(t.last_seen, excluded.last_seen)`.execute(trx)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
