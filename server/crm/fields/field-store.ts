import { sql, type RawBuilder } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { lockPeopleForWriting, storePersonFields, type PersonToWrite } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { mayWith } from '../objects/record-rights.ts'

/** A record whose values nobody else can change before the transaction ends. */
export type HeldRecord = {
  /** The record of today. */
  id: string
  askedFor: string
  name: string
  values: JsonObject
  /** What its values are kept under: of a person the strongest identifier, else its own id. */
  ref: string
  stageId: string | null
  person?: PersonToWrite
}

/** New values of a held record; null empties a field. */
export type ValuesToStore = { held: HeldRecord; values: JsonObject }

type Store = {
  /** Locks those of the records that the caller may change. */
  lock(trx: Trx, caller: Actor, ids: string[]): Promise<HeldRecord[]>
  store(trx: Trx, writes: ValuesToStore[], who: { at: Date; by: string }): Promise<void>
}

/** Where the values of an object's records lie. */
export function storeOf(object: string): Store {
  return stores[object] ?? records(object)
}

const stores: Record<string, Store> = {
  deal: {
    lock: (trx, caller, ids) =>
      lock(
        trx,
        sql`select id, id as "askedFor", id as ref, name, fields as values, stage_id as "stageId" from deals r
        where id = any(${ids}::uuid[]) and deleted_at is null and ${mayEdit(caller, 'deal')} order by id for update`,
      ),
    store: (trx, writes, { at }) => store(trx, sql`deals`, writes, at),
  },
  company: {
    lock: (trx, caller, ids) =>
      lock(
        trx,
        sql`select id, id as "askedFor", id as ref, coalesce(name, group_id) as name, fields as values,
        null as "stageId" from companies r
        where id = any(${ids}::uuid[]) and ${mayEdit(caller, 'company')} order by id for update`,
      ),
    store: (trx, writes) => store(trx, sql`companies`, writes, null),
  },
  person: {
    async lock(trx, caller, ids) {
      const people = await lockPeopleForWriting(trx, caller, ids)
      return people.map((person) => {
        const { id, askedFor, name, ref, values } = person
        return { id, askedFor, name, ref, values, stageId: null, person }
      })
    },
    async store(trx, writes, who) {
      const people = writes.flatMap(({ held, values }) =>
        held.person ? [{ person: held.person, values }] : [],
      )
      await storePersonFields(trx, people, who)
    },
  },
}

function records(object: string): Store {
  return {
    lock: (trx, caller, ids) =>
      lock(
        trx,
        sql`select id, id as "askedFor", id as ref, name, fields as values, null as "stageId" from records r
        where id = any(${ids}::uuid[]) and object = ${object} and deleted_at is null and ${mayEdit(caller, object)}
        order by id for update`,
      ),
    store: (trx, writes, { at }) => store(trx, sql`records`, writes, at),
  }
}

function mayEdit(caller: Actor, object: string): RawBuilder<boolean> {
  return mayWith(caller, object, { action: 'edit', row: sql`r` })
}

async function lock(trx: Trx, query: RawBuilder<unknown>): Promise<HeldRecord[]> {
  const { rows } = await sql<HeldRecord>`${query}`.execute(trx)
  return rows
}

/** Values that are emptied go. A table that counts its changes is told when this one was. */
async function store(
  trx: Trx,
  table: RawBuilder<unknown>,
  writes: ValuesToStore[],
  changedAt: Date | null,
): Promise<void> {
  const counted = changedAt ? sql`, version = t.version + 1, updated_at = ${changedAt}` : sql``
  const input = writes.map(({ held, values }) => ({ id: held.id, values }))
  await sql`
    update ${table} t set fields = jsonb_strip_nulls(t.fields || n.values)${counted}
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb) as n (id uuid, values jsonb)
    where t.id = n.id`.execute(trx)
}
