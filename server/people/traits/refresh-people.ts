import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { compare } from '../identity/identifiers.ts'
import { loadComputedValues, withComputed, type ComputedValues } from './computed-values.ts'
import { loadSourceOrders } from './source-orders.ts'
import { mergeTraitMaps, nameFrom, plainTraits, text, type SourceOrders, type TraitMap } from './trait-map.ts'

const SEARCHED_IDENTIFIERS = 10

/** A person's row as the warehouse keeps a copy of it. */
export type PersonSnapshot = { person_id: string; traits: JsonObject; first_seen: number; last_seen: number }

export type IdentifierRow = {
  person_id: string
  type: string
  value: string
  first_seen: Date
  traits: TraitMap
  /** Custom values; a new identifier has none. */
  fields?: TraitMap
  owner_id?: string | null
  owner_at?: Date | null
}

export type PeopleToRefresh = {
  known: Set<string>
  /** All identifiers of people who are new. */
  fresh: IdentifierRow[]
  /** When each was last seen, in ms. */
  lastSeen: Map<string, number>
  /** People who lost identifiers: when they were last seen is what is in `lastSeen`, not what is on record. */
  divided: Set<string>
  /** Grows with every batch. */
  version: number
}

/**
 * Writes the rows of these people anew from their identifiers: traits, custom fields, name, e-mail, what search finds. Gives the
 * snapshots written.
 */
export async function refreshPeople(
  trx: Trx,
  { known, fresh, lastSeen: seen, divided, version }: PeopleToRefresh,
): Promise<PersonSnapshot[]> {
  const identifiers = [...(await loadIdentifiers(trx, [...known])), ...fresh]
  if (identifiers.length === 0) return []
  const rows = peopleFrom(identifiers, {
    orders: await loadSourceOrders(trx),
    computed: await loadComputedValues(trx, [...known]),
  })
  await forgetLastSeen(trx, divided)
  const input = rows.map((row) => ({
    ...row,
    last_seen: new Date(seen.get(row.id) ?? row.first_seen.getTime()),
    version,
  }))
  const { rows: stored } = await sql<{ id: string; last_seen: Date }>`
    insert into people as p (id, name, email, traits, fields, first_seen, last_seen, search, owner_id, version)
    select id, name, email, traits, fields, first_seen, greatest(first_seen, last_seen), search, owner_id, version
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (id uuid, name text, email text, traits jsonb, fields jsonb, first_seen timestamptz, last_seen timestamptz,
        search text, owner_id text, version bigint)
    on conflict (id) do update set
      name = excluded.name, email = excluded.email, traits = excluded.traits, fields = excluded.fields,
      first_seen = excluded.first_seen, last_seen = greatest(p.last_seen, excluded.last_seen), search = excluded.search,
      owner_id = excluded.owner_id, version = excluded.version, updated_at = now()
    returning id, last_seen`.execute(trx)
  const lastSeen = new Map(stored.map(({ id, last_seen }) => [id, last_seen.getTime()]))
  return rows.map(({ id, traits, first_seen }) => ({
    person_id: id,
    traits,
    first_seen: first_seen.getTime(),
    last_seen: lastSeen.get(id) ?? first_seen.getTime(),
  }))
}

async function forgetLastSeen(trx: Trx, people: Set<string>): Promise<void> {
  if (people.size === 0) return
  await sql`update people set last_seen = first_seen where id = any(${[...people]}::uuid[])`.execute(trx)
}

/** The rows of these people as they are now, for copying them to the warehouse again. */
export async function currentSnapshots(db: Queryable, people: string[]): Promise<PersonSnapshot[]> {
  if (people.length === 0) return []
  const { rows } = await sql<{ person_id: string; traits: JsonObject; first_seen: Date; last_seen: Date }>`
    select id as person_id, traits, first_seen, last_seen from people where id = any(${people}::uuid[])`.execute(
    db,
  )
  return rows.map((row) => ({
    ...row,
    first_seen: row.first_seen.getTime(),
    last_seen: row.last_seen.getTime(),
  }))
}

async function loadIdentifiers(db: Queryable, people: string[]): Promise<IdentifierRow[]> {
  if (people.length === 0) return []
  const { rows } = await sql<IdentifierRow>`
    select person_id, type, value, first_seen, traits, fields, owner_id, owner_at from identifiers
    where person_id = any(${people}::uuid[])`.execute(db)
  return rows
}

type Ruling = { orders: SourceOrders; computed: ComputedValues }

function peopleFrom(identifiers: IdentifierRow[], ruling: Ruling) {
  const byPerson = new Map<string, IdentifierRow[]>()
  for (const row of identifiers) {
    const mine = byPerson.get(row.person_id)
    if (mine) mine.push(row)
    else byPerson.set(row.person_id, [row])
  }
  return [...byPerson].map(([id, rows]) => personFrom(id, rows, ruling))
}

function personFrom(id: string, unsorted: IdentifierRow[], { orders, computed }: Ruling) {
  const rows = unsorted.toSorted(
    (a, b) => a.first_seen.getTime() - b.first_seen.getTime() || compare(a.value, b.value),
  )
  const said = plainTraits(
    mergeTraitMaps(
      rows.map((row) => row.traits),
      orders,
    ),
  )
  const traits = withComputed(said, id, computed)
  const name = nameFrom(traits)
  const email = text(traits['email']) ?? rows.find(({ type }) => type === 'email')?.value ?? null
  const values = rows
    .filter(({ type }) => type !== 'anonymous_id')
    .slice(0, SEARCHED_IDENTIFIERS)
    .map(({ value }) => value)
  return {
    id,
    name,
    email,
    traits,
    fields: plainTraits(mergeTraitMaps(rows.map((row) => row.fields ?? {}))),
    first_seen: rows[0]!.first_seen,
    owner_id: newestOwner(rows),
    search: [...new Set([name, email, ...values].filter((part) => part !== null))].join(' ').toLowerCase(),
  }
}

/** Of people who were merged the last one to be given the person is their owner; giving to nobody counts, too. */
function newestOwner(rows: IdentifierRow[]): string | null {
  const [newest] = rows
    .flatMap(({ owner_id = null, owner_at }) => (owner_at ? [{ owner_id, at: owner_at.getTime() }] : []))
    .toSorted((a, b) => b.at - a.at)
  return newest?.owner_id ?? null
}
