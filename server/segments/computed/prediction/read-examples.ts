import type { PredictionDefinition } from '../../../../model/prediction.ts'
import type { EventFilter, EventWindow } from '../../../../model/segment-event.ts'
import type { Platform } from '../../../platform/index.ts'
import { DAY_MS } from '../../compile/days.ts'
import { unnamedCalls } from '../../compile/event-facts.ts'
import { createMemberParts } from '../../compile/member-parts.ts'
import { personRows } from '../../compile/member-rows.ts'
import { createParams } from '../../compile/params.ts'
import { SETTINGS } from '../../compile/scan.ts'
import type { Example } from './fit-logistic.ts'
import { inputsOf, readSignals, signalsSql } from './signals.ts'

const MOST_KINDS = 8
/** One in so many people is kept aside to see how good the model is. */
const KEPT_ASIDE = 5

/** `isKept`: it belongs to a person whose past the model does not learn from. */
export type KnownExample = Example & { isKept: boolean }

/** What is foretold, and beside it what most people do: the kinds of events whose counts and times tell something. */
export async function kindsThatTell(
  { warehouse }: Platform,
  { event, where, where_match, active_days }: PredictionDefinition,
  now: number,
): Promise<EventFilter[]> {
  const rows = await warehouse.rows<{ name: string }>(
    `select if(type = 'track', event, type) as name from events
     where timestamp > fromUnixTimestamp64Milli({from:Int64}) and timestamp <= fromUnixTimestamp64Milli({to:Int64})
       and (type = 'track' or type in {calls:Array(String)}) and name != ''
     group by name order by uniq(identifier_id) desc, name limit ${MOST_KINDS + 1}`,
    { from: now - active_days * DAY_MS, to: now, calls: unnamedCalls.filter((call) => call !== 'group') },
  )
  const target = { event, where, ...(where_match && { where_match }) }
  const others = rows.filter(({ name }) => where.length > 0 || name !== event).slice(0, MOST_KINDS)
  return [target, ...others.map(({ name }) => ({ event: name, where: [] }))]
}

/**
 * What people had done up to a moment in the past (ms since 1970), and whether they did what is foretold within the days after it: of
 * one person in `oneIn`, chosen by the id.
 */
export async function readExamples(
  { warehouse }: Platform,
  definition: PredictionDefinition,
  { kinds, at, oneIn }: { kinds: readonly EventFilter[]; at: number; oneIn: number },
): Promise<KnownExample[]> {
  const params = createParams()
  const parts = createMemberParts('people', params, at)
  const figure = signalsSql(kinds, definition, {
    facts: parts.facts,
    windowOf: (days) => between(at - days * DAY_MS, at),
  })
  const did = parts.facts.count({ filter: definition, window: between(at, at + definition.days * DAY_MS) })
  const rows = await warehouse.rows<{ figure: string; did: number; kept: number }>(
    `select ${figure} as figure, ${did} > 0 as did, cityHash64(toString(person_id), 'kept') % ${KEPT_ASIDE} = 0 as kept
     from ${personRows(parts, 'everybody')}
     where figure != '' and cityHash64(toString(person_id)) % ${oneIn} = 0
     order by person_id
     ${SETTINGS}`,
    params.values,
  )
  return rows.map((row) => ({
    inputs: inputsOf(readSignals(row.figure)),
    did: Number(row.did) === 1,
    isKept: Number(row.kept) === 1,
  }))
}

function between(from: number, to: number): EventWindow {
  return { kind: 'between', from: new Date(from).toISOString(), to: new Date(to).toISOString() }
}
