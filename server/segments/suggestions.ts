import type { SegmentSuggestions } from '../../model/segment.ts'
import type { Platform } from '../platform/index.ts'
import type { Params } from '../platform/warehouse/index.ts'
import { unnamedCalls } from './compile/event-facts.ts'

const MAX_NAMES = 500
/** Names are read from some rows only: the rare ones that are missed can still be typed. */
const SAMPLED_ROWS = 5_000
const RECENT_DAYS = 30

/** Names seen in real data, most frequent first: events, traits, and the properties of this event. */
export async function suggestNames(
  platform: Platform,
  event: string | undefined,
): Promise<SegmentSuggestions> {
  const [events, traits, properties] = await Promise.all([
    eventNames(platform),
    paths(platform, `select traits as object from people order by person_id limit ${SAMPLED_ROWS}`, {}),
    event === undefined ? [] : propertiesOf(platform, event),
  ])
  return { events, traits, properties }
}

async function eventNames({ warehouse }: Platform): Promise<SegmentSuggestions['events']> {
  return warehouse.rows(
    `select if(type = 'track', toString(event), toString(type)) as name, count() as count
     from events where type = 'track' or type in {calls:Array(String)}
     group by name order by count desc, name limit ${MAX_NAMES}`,
    { calls: unnamedCalls },
  )
}

async function propertiesOf(platform: Platform, event: string): Promise<string[]> {
  const call = unnamedCalls.includes(event) ? 'or type = {event:String}' : ''
  return paths(
    platform,
    `select properties as object from events
     where ((type = 'track' and event = {event:String}) ${call})
       and received_at > (select max(received_at) from events) - interval ${RECENT_DAYS} day
     limit ${SAMPLED_ROWS}`,
    { event },
  )
}

async function paths({ warehouse }: Platform, objects: string, params: Params): Promise<string[]> {
  const rows = await warehouse.rows<{ path: string }>(
    `select arrayJoin(JSONAllPaths(object)) as path, count() as count from (${objects})
     where not has(splitByChar('.', path), '') group by path order by count desc, path limit ${MAX_NAMES}`,
    params,
  )
  return rows.map(({ path }) => path)
}
