import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Platform } from '../platform.ts'
import type { Queryable, Trx } from '../relational/index.ts'

/** Something that happened, for whoever handles its type. */
export type News = { id: number; type: string; payload: JsonObject; at: Date }

/**
 * Takes in news of some types, in the order in which they became visible. What it writes happens exactly once, because
 * its place in the outbox advances in the same transaction.
 */
export type Processor = {
  name: string
  handles: readonly string[]
  /** How many news it takes at most at a time. */
  newsPerRun?: number
} & (Running | Planning)

/** Everything happens in the transaction: for what is quick and stays inside the relational database. */
type Running = { run(news: News[], ctx: { trx: Trx; platform: Platform }): Promise<void> }

/**
 * Asks first, outside the transaction, and gives what to write in it: for questions that take time, because the
 * embedded database has one connection. A plan may be made in vain, so making one must have no effect.
 */
type Planning = { plan(news: News[], platform: Platform): Promise<(trx: Trx) => Promise<void>> }

/** Something a part of Kith records for the timeline of a person or a company; it goes the way of every event. */
export type InternalEvent = {
  type: 'track'
  event: string
  personRef: string | null
  companyRef: string | null
  properties: JsonObject
  /** What the pipeline is to work out anew when the event comes to it; people say what. */
  reconsider?: JsonObject
  /** When it happened, if not now. */
  at?: Date
}

/** Called with the types of news that were published. */
type Listener = (types: readonly string[]) => void

const listeners = new Set<Listener>()

/** Publishes news in the transaction that changes the state it tells of. */
export async function publish(trx: Queryable, news: { type: string; payload: JsonObject }[]): Promise<void> {
  if (news.length === 0) return
  await sql`
    insert into outbox (type, payload)
    select type, payload from jsonb_to_recordset(${JSON.stringify(news)}::jsonb) as n (type text, payload jsonb)`.execute(
    trx,
  )
  announcePublished([...new Set(news.map(({ type }) => type))])
}

/** Puts events on the timelines of people and companies, in the transaction that changes what they tell of. */
export async function recordEvent(trx: Queryable, ...events: InternalEvent[]): Promise<void> {
  const news = events.map(({ at, ...event }) => ({
    type: 'event.recorded',
    payload: { ...event, at: (at ?? new Date()).toISOString() },
  }))
  await publish(trx, news)
}

/** People whose profiles changed otherwise than by an event: an import that was run or undone. */
export type ProfileChanges = {
  /** Present and former ids of these people. */
  people: string[]
  /** Identifiers that belong to another person now. */
  moved: string[]
  /** Companies that may have another name now. */
  companies?: string[]
}

/** Lets the pipeline tell the warehouse, and whoever follows people, how these profiles are now. */
export async function recordProfiles(
  trx: Queryable,
  { people, moved, companies = [] }: ProfileChanges,
): Promise<void> {
  if (people.length + companies.length === 0) return
  await publish(trx, [{ type: 'event.recorded', payload: { type: 'profiles', people, moved, companies } }])
}

/** Wakes whoever waits for news of these types in this thread; called for what another thread has published. */
export function announcePublished(types: readonly string[]): void {
  for (const wake of listeners) wake(types)
}

/** Calls back in this thread when something was published; its transaction may still be open. Returns how to stop. */
export function onPublished(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
