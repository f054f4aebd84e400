import type { SegmentSuggestions, SuggestionsQuery } from '../../model/segment.ts'
import { fieldLevel } from '../access/index.ts'
import { hiddenTraits } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Params } from '../platform/warehouse/index.ts'
import { unnamedCalls } from './compile/event-facts.ts'
import { writtenIn } from './compile/field-columns.ts'

const MAX_NAMES = 500
const MAX_VALUES = 50
/** Longer ones nobody chooses from a list. */
const MAX_VALUE_LENGTH = 100
/** Names are read from some rows only: the rare ones that are missed can still be typed. */
const SAMPLED_ROWS = 5_000
const RECENT_DAYS = 30

/** Names seen in real data, most frequent first: events, traits, properties of an event; and values of a field. */
export async function suggest(
  platform: Platform,
  caller: Actor,
  query: SuggestionsQuery,
): Promise<SegmentSuggestions> {
  const { event } = query
  const [events, traits, company_traits, properties, values] = await Promise.all([
    eventNames(platform),
    paths(platform, objectsOf.person, {}),
    paths(platform, objectsOf.company, {}),
    event === undefined ? [] : paths(platform, objectsOfEvent(event), { event }),
    valuesOf(platform, caller, query),
  ])
  return {
    events,
    traits: readable(caller, 'people', traits),
    company_traits: readable(caller, 'companies', company_traits),
    properties,
    values,
  }
}

/** The paths without those of traits that are hidden from the caller. */
function readable(caller: Actor, object: 'people' | 'companies', found: string[]): string[] {
  const hidden = hiddenTraits(caller, object)
  return found.filter((path) => !hidden.has(path) && !hidden.has(path.split('.', 1)[0] ?? path))
}

async function eventNames({ warehouse }: Platform): Promise<SegmentSuggestions['events']> {
  return warehouse.rows(
    `select if(type = 'track', toString(event), toString(type)) as name, count() as count
     from events where type = 'track' or type in {calls:Array(String)}
     group by name order by count desc, name limit ${MAX_NAMES}`,
    { calls: unnamedCalls },
  )
}

const objectsOf = {
  person: `select traits as object from people order by person_id limit ${SAMPLED_ROWS}`,
  company: `select traits as object from companies order by company_id limit ${SAMPLED_ROWS}`,
  deal: `select fields as object from deals final order by deal_id limit ${SAMPLED_ROWS}`,
} as const

function objectsOfEvent(event: string): string {
  const call = unnamedCalls.includes(event) ? 'or type = {event:String}' : ''
  return `
    select properties as object from events
    where ((type = 'track' and event = {event:String}) ${call})
      and received_at > (select max(received_at) from events) - interval ${RECENT_DAYS} day
    limit ${SAMPLED_ROWS}`
}

async function paths({ warehouse }: Platform, objects: string, params: Params): Promise<string[]> {
  const rows = await warehouse.rows<{ path: string }>(
    `select arrayJoin(JSONAllPaths(object)) as path, count() as count from (${objects})
     where not has(splitByChar('.', path), '') group by path order by count desc, path limit ${MAX_NAMES}`,
    params,
  )
  return rows.map(({ path }) => path)
}

async function valuesOf(
  { warehouse }: Platform,
  caller: Actor,
  { of, field, event }: SuggestionsQuery,
): Promise<SegmentSuggestions['values']> {
  if (of === undefined || field === undefined || (of === 'event' && event === undefined)) return []
  if (isHidden(caller, of, field)) return []
  const written = writtenIn('object', field)
  if (written === null) return []
  return warehouse.rows(
    `select arrayJoin(${written}) as value, count() as count
     from (${of === 'event' ? objectsOfEvent(event ?? '') : objectsOf[of]})
     group by value having value != '' and length(value) <= ${MAX_VALUE_LENGTH}
     order by count desc, value limit ${MAX_VALUES}`,
    event === undefined ? {} : { event },
  )
}

/** What a caller does not see of people they do not see in an identify call either. */
function isHidden(caller: Actor, of: NonNullable<SuggestionsQuery['of']>, field: string): boolean {
  if (of === 'deal') return fieldLevel(caller, 'deals', field) === 'hidden'
  return readable(caller, of === 'company' ? 'companies' : 'people', [field]).length === 0
}
