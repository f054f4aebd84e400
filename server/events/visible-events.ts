import { sql } from 'kysely'
import { isObject, type JsonObject } from '../../model/json.ts'
import { rightsFor } from '../../model/rights.ts'
import { fieldLevel, visibleTo } from '../access/index.ts'
import { hiddenTraits } from '../people/index.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Params } from '../platform/warehouse/index.ts'
import type { StoredEvent } from './timeline.ts'

const MAX_TOLD = 10_000
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DEAL = `ifNull(properties.deal_id.:String, '')`
const RECORD = `ifNull(properties.record_id.:String, '')`
const OBJECT = `ifNull(properties.object.:String, '')`

/** A condition (SQL on `events`) with its parameters. */
export type EventCondition = { sql: string; params: Params }

/** The condition without the events that tell of deals and other records which the caller does not get to see. */
export async function withoutHiddenRecords(
  platform: Platform,
  caller: Actor,
  condition: EventCondition,
): Promise<EventCondition> {
  return withoutHiddenOwn(platform, caller, await withoutHiddenDeals(platform, caller, condition))
}

async function withoutHiddenDeals(
  { db, warehouse }: Platform,
  caller: Actor,
  condition: EventCondition,
): Promise<EventCondition> {
  if (rightsFor(caller.grants.rights, 'deals').view === 'all') return condition
  const ids = await toldOf(warehouse, DEAL, condition)
  const { rows } = await sql<{ id: string }>`
    select d.id from deals d where d.id = any(${ids}::uuid[]) and ${visibleTo(caller, 'deals', 'view', sql`d`)}`.execute(
    db,
  )
  return {
    sql: `${condition.sql} and (${DEAL} = '' or has({seenDeals:Array(String)}, ${DEAL}))`,
    params: { ...condition.params, seenDeals: rows.map(({ id }) => id) },
  }
}

/** Those of objects that users made: each may have rights of its own. */
async function withoutHiddenOwn(
  { db, warehouse }: Platform,
  caller: Actor,
  condition: EventCondition,
): Promise<EventCondition> {
  const { rows: objects } = await sql<{ key: string }>`
    select key from crm_objects where not standard`.execute(db)
  const limited = objects
    .map(({ key }) => key)
    .filter((key) => rightsFor(caller.grants.rights, key).view !== 'all')
  if (limited.length === 0) return condition
  const ids = await toldOf(warehouse, RECORD, condition)
  const seen = limited.map(
    (object) => sql`(r.object = ${object} and ${visibleTo(caller, object, 'view', sql`r`)})`,
  )
  const { rows } = await sql<{ id: string }>`
    select r.id from records r where r.id = any(${ids}::uuid[]) and (${sql.join(seen, sql` or `)})`.execute(
    db,
  )
  const isOpen = `not has({limitedObjects:Array(String)}, ${OBJECT})`
  return {
    sql: `${condition.sql} and (${RECORD} = '' or ${isOpen} or has({seenRecords:Array(String)}, ${RECORD}))`,
    params: { ...condition.params, limitedObjects: limited, seenRecords: rows.map(({ id }) => id) },
  }
}

async function toldOf(
  warehouse: Platform['warehouse'],
  id: string,
  { sql: condition, params }: EventCondition,
): Promise<string[]> {
  const told = await warehouse.rows<{ id: string }>(
    `select distinct ${id} as id from events where ${condition} and id <> '' limit ${MAX_TOLD}`,
    params,
  )
  return told.map((row) => row.id).filter((one) => UUID.test(one))
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
