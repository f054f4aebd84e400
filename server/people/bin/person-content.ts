import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { advanceIdentityVersion } from '../identity/known-identities.ts'
import { tellOwned } from '../owners/tell-owned.ts'
import { regroup } from '../retract-facts.ts'
import { loadRules } from '../rules/rule-versions.ts'
import { mergeTraitMaps, type TraitMap } from '../traits/trait-map.ts'

/** All that the database holds of who a person is, row by row. */
export type PersonContent = {
  last_seen: string
  identifiers: (JsonObject & { id: string; traits: TraitMap; fields: TraitMap })[]
  links: JsonObject[]
  members: JsonObject[]
}

/** Takes a person out of the database, and gives what it takes to put them back. Null when there is no such person. */
export async function takeOutPerson(trx: Trx, id: string): Promise<PersonContent | null> {
  await lockIdentity(trx)
  const { rows } = await sql<PersonContent>`
    with mine as (select * from identifiers where person_id = ${id}::uuid), ids as (select array(select id from mine) as all)
    select p.last_seen::text,
      (select jsonb_agg(to_jsonb(m)) from mine m) as identifiers,
      (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from identity_links l, ids where l.a = any(ids.all) or l.b = any(ids.all)) as links,
      (select coalesce(jsonb_agg(to_jsonb(c)), '[]') from company_members c, ids where c.identifier_id = any(ids.all)) as members
    from people p where p.id = ${id}::uuid`.execute(trx)
  const [content] = rows
  if (!content) return null
  const ids = content.identifiers.map((one) => one.id)
  await advanceIdentityVersion(trx)
  await sql`delete from identity_links where a = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from identity_links where b = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from company_members where identifier_id = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from identifiers where id = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from people where id = ${id}::uuid`.execute(trx)
  return content
}

/**
 * Puts a person back. Identifiers that events have told of again meanwhile keep what they say now beside what they said
 * then, and who is who is worked out anew. Gives the people touched and the identifiers to be told of.
 */
export async function putBackPerson(
  trx: Trx,
  content: PersonContent,
): Promise<{ people: string[]; moved: string[]; id: string }> {
  await lockIdentity(trx)
  await advanceIdentityVersion(trx)
  await insertIdentifiers(trx, content)
  await sql`
    insert into identity_links select * from jsonb_populate_recordset(null::identity_links, ${JSON.stringify(content.links)}::jsonb)
    on conflict do nothing`.execute(trx)
  await sql`
    insert into company_members
    select * from jsonb_populate_recordset(null::company_members, ${JSON.stringify(content.members)}::jsonb) m
    where exists (select from companies c where c.id = m.company_id)
    on conflict do nothing`.execute(trx)
  const ids = content.identifiers.map(({ id }) => id)
  const { rows } = await sql<{ id: string; person_id: string; traits: TraitMap }>`
    select id, person_id, traits from identifiers where id = any(${ids}::uuid[])`.execute(trx)
  const before = new Map(rows.map((row) => [row.id, row]))
  const { people, moved } = await regroup(trx, { before, gone: new Set(), rules: await loadRules(trx) })
  const { rows: now } = await sql<{ id: string }>`
    update people p set last_seen = greatest(p.last_seen, ${content.last_seen}::timestamptz)
    where p.id in (select person_id from identifiers where id = any(${ids}::uuid[])) returning p.id`.execute(
    trx,
  )
  return { people, moved: [...new Set([...moved, ...ids])], id: now[0]?.id ?? '' }
}

async function insertIdentifiers(trx: Trx, { identifiers }: PersonContent): Promise<void> {
  const { rows } = await sql<{ id: string; traits: TraitMap; fields: TraitMap }>`
    select id, traits, fields from identifiers where id = any(${identifiers.map(({ id }) => id)}::uuid[]) for update`.execute(
    trx,
  )
  const known = new Map(rows.map((row) => [row.id, row]))
  const merged = identifiers.map((one) => {
    const now = known.get(one.id)
    if (!now) return one
    return {
      ...one,
      traits: mergeTraitMaps([one.traits, now.traits]),
      fields: mergeTraitMaps([one.fields, now.fields]),
    }
  })
  await sql`
    insert into identifiers as i
    select * from jsonb_populate_recordset(null::identifiers, ${JSON.stringify(merged)}::jsonb)
    on conflict (id) do update set
      traits = excluded.traits, fields = excluded.fields, first_seen = least(i.first_seen, excluded.first_seen),
      owner_id = coalesce(i.owner_id, excluded.owner_id), owner_at = coalesce(i.owner_at, excluded.owner_at)`.execute(
    trx,
  )
  await tellOwned(
    trx,
    identifiers.map(({ id }) => id),
  )
}
