import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import type { TraitMap } from '../traits/trait-map.ts'
import { linkKey, type SeenIdentifier, type SeenLink } from './evidence.ts'
import type { NodeState } from './judge-state.ts'

type KnownRow = { id: string; person_id: string; first_seen: Date }

/** Which of these identifiers are known already, the person of each, and since when. */
export async function findKnown(trx: Trx, ids: string[]): Promise<KnownRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<KnownRow>`
    select id, person_id, first_seen from identifiers where id = any(${ids}::uuid[])`.execute(trx)
  return rows
}

/** Moves back the time since when identifiers are known: late events told of them. */
export async function ageIdentifiers(trx: Trx, aged: SeenIdentifier[]): Promise<void> {
  if (aged.length === 0) return
  const input = JSON.stringify(aged.map(({ id, firstSeen }) => ({ id, first_seen: new Date(firstSeen) })))
  await sql`
    update identifiers i set first_seen = n.first_seen
    from jsonb_to_recordset(${input}::jsonb) as n (id uuid, first_seen timestamptz) where i.id = n.id`.execute(
    trx,
  )
}

export type FreshIdentifier = SeenIdentifier & { personId: string; state: NodeState; traits: TraitMap }

/** Remembers identifiers that were never met before. */
export async function addIdentifiers(trx: Trx, fresh: FreshIdentifier[]): Promise<void> {
  if (fresh.length === 0) return
  const input = JSON.stringify(
    fresh.map(({ id, type, value, personId, firstSeen, state, traits }) => ({
      id,
      type,
      value,
      person_id: personId,
      first_seen: new Date(firstSeen),
      state,
      traits,
    })),
  )
  await sql`
    insert into identifiers (id, type, value, person_id, first_seen, state, traits)
    select id, type, value, person_id, first_seen, state, traits from jsonb_to_recordset(${input}::jsonb)
      as n (id uuid, type text, value text, person_id uuid, first_seen timestamptz, state text, traits jsonb)`.execute(
    trx,
  )
}

/** Remembers links with their earliest evidence. Gives those that can change who is who: the new, and those now older. */
export async function recordLinks(trx: Trx, seen: SeenLink[]): Promise<SeenLink[]> {
  if (seen.length === 0) return []
  const input = JSON.stringify(
    seen.map((link) => ({
      a: link.a,
      b: link.b,
      source_id: link.sourceId,
      message_id: link.messageId,
      first_seen: new Date(link.firstSeen),
    })),
  )
  const { rows } = await sql<{ a: string; b: string }>`
    with seen as materialized (
      select * from jsonb_to_recordset(${input}::jsonb)
        as s (a uuid, b uuid, source_id uuid, message_id text, first_seen timestamptz)
    ),
    known as materialized (
      select l.a, l.b, l.first_seen from seen s join identity_links l on l.a = s.a and l.b = s.b
    ),
    stored as (
      insert into identity_links as l (a, b, source_id, message_id, first_seen)
      select a, b, source_id, message_id, first_seen from seen order by a, b
      on conflict (a, b) do update set
        source_id = excluded.source_id, message_id = excluded.message_id, first_seen = excluded.first_seen
        where (excluded.first_seen, excluded.message_id) < (l.first_seen, l.message_id)
      returning l.a, l.b, l.first_seen
    )
    select s.a, s.b from stored s left join known k on k.a = s.a and k.b = s.b
    where k.a is null or s.first_seen < k.first_seen`.execute(trx)
  const changed = new Set(rows.map(linkKey))
  return seen.filter((link) => changed.has(linkKey(link)))
}
