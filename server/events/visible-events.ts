import { sql } from 'kysely'
import { isObject, type JsonObject } from '../../model/json.ts'
import { rightsFor } from '../../model/rights.ts'
import { fieldLevel, visibleTo } from '../access/index.ts'
import { hiddenTraits } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Params } from '../platform/warehouse/index.ts'
import type { StoredEvent } from './timeline.ts'

const MAX_DEALS = 10_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DEAL = `ifNull(properties.deal_id.:String, '')`

/** A condition (SQL on `events`) with its parameters. */
export type EventCondition = { sql: string; params: Params }

/** The condition without the events that tell of deals which the caller does not get to see. */
export async function withoutHiddenDeals(
  { db, warehouse }: Platform,
  caller: Actor,
  condition: EventCondition,
): Promise<EventCondition> {
  if (rightsFor(caller.grants.rights, 'deals').view === 'all') return condition
  const told = await warehouse.rows<{ id: string }>(
    `select distinct ${DEAL} as id from events where ${condition.sql} and id <> '' limit ${MAX_DEALS}`,
    condition.params,
  )
  const ids = told.map(({ id }) => id).filter((id) => UUID.test(id))
  const { rows } = await sql<{ id: string }>`
    select d.id from deals d where d.id = any(${ids}::uuid[]) and ${visibleTo(caller, 'deals', 'view', sql`d`)}`.execute(
    db,
  )
  return {
    sql: `${condition.sql} and (${DEAL} = '' or has({seenDeals:Array(String)}, ${DEAL}))`,
    params: { ...condition.params, seenDeals: rows.map(({ id }) => id) },
  }
}

/** An event without the values of fields that are hidden from the caller. */
export function withoutHiddenValues<Event extends Pick<StoredEvent, 'type' | 'properties' | 'context'>>(
  caller: Actor,
  event: Event,
): Event {
  const hidden = hiddenIn(caller, event)
  if (hidden.size === 0) return event
  return {
    ...event,
    properties: without(event.properties, hidden),
    context: withoutTraits(event.context, hidden),
  }
}

function hiddenIn(
  caller: Actor,
  { type, properties }: Pick<StoredEvent, 'type' | 'properties'>,
): Set<string> {
  if (type === 'group') return hiddenTraits(caller, 'companies')
  const hidden = hiddenTraits(caller, 'people')
  const hidesAmount = 'deal_id' in properties && fieldLevel(caller, 'deals', 'amount') === 'hidden'
  return hidesAmount ? new Set([...hidden, 'amount']) : hidden
}

function without(values: JsonObject, hidden: Set<string>): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)))
}

function withoutTraits(context: JsonObject, hidden: Set<string>): JsonObject {
  const { traits } = context
  return isObject(traits) ? { ...context, traits: without(traits, hidden) } : context
}
