import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable, Trx } from '../relational/index.ts'
import type { Platform } from '../platform.ts'

/** Something that happened, for whoever handles its type. */
export type News = { id: number; type: string; payload: JsonObject; at: Date }

/**
 * Takes in news of some types. `run` works in the transaction that also advances the processor's place, so what it
 * writes happens exactly once. Nothing slow and nothing outside the database belongs in it.
 */
export type Processor = {
  name: string
  handles: readonly string[]
  run(news: News[], ctx: { trx: Trx; platform: Platform }): Promise<void>
}

/** Something a part of Kith records for the timeline of a person or a company; it goes the way of every event. */
export type InternalEvent = {
  type: 'track'
  event: string
  personRef: string | null
  companyRef: string | null
  properties: JsonObject
  /** When it happened, if not now. */
  at?: Date
}

const listeners = new Set<() => void>()

/** Publishes news in the transaction that changes the state it tells of. */
export async function publish(trx: Queryable, news: { type: string; payload: JsonObject }[]): Promise<void> {
  if (news.length === 0) return
  await sql`
    insert into outbox (type, payload)
    select type, payload from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as n (type text, payload jsonb)`.execute(trx)
  for (const wake of listeners) wake()
}

/** Puts events on the timelines of people and companies, in the transaction that changes what they tell of. */
export async function recordEvent(trx: Queryable, ...events: InternalEvent[]): Promise<void> {
  await publish(trx, events.map(({ at, ...event }) => ({ type: 'event.recorded', payload: { ...event, at: (at ?? new Date()).toISOString() } })))
}

/** Calls back in this process when something was published; its transaction may still be open. Returns how to stop. */
export function onPublished(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
