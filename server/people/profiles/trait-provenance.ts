import { sql } from 'kysely'
import type { TraitProvenance } from '../../../model/person.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { loadSourceOrders } from '../traits/source-orders.ts'
import { mergeTraitMaps, wordsOf, type TraitFact, type TraitMap } from '../traits/trait-map.ts'
import { hiddenTraits } from './visible-fields.ts'

/** For each trait of a person: its value, when it was said, by which source, about which identifier. Null when unknown. */
export async function traitProvenance(
  db: Queryable,
  caller: Actor,
  id: string,
): Promise<TraitProvenance[] | null> {
  const facts = await traitFacts(db, caller, id)
  if (!facts) return null
  const hidden = hiddenTraits(caller, 'people')
  const sources = await sourceNames(db)
  return facts.map(({ trait, fact, from }) => ({
    trait,
    value: fact.v,
    at: new Date(fact.t).toISOString(),
    source: sources.get(fact.s) ?? 'Removed source',
    identifier: { type: from?.type ?? '', value: from && !hidden.has(from.type) ? from.value : '' },
  }))
}

type Row = { type: string; value: string; traits: TraitMap }
type FactOfTrait = { trait: string; fact: TraitFact; from: Row | undefined }

/** The traits of a person that the caller gets to see, each with the word that counts, by name. Null when unknown. */
export async function traitFacts(db: Queryable, caller: Actor, id: string): Promise<FactOfTrait[] | null> {
  const hidden = hiddenTraits(caller, 'people')
  const { rows } = await sql<Row>`
    select i.type, i.value, i.traits from identifiers me join identifiers i on i.person_id = me.person_id
    join people p on p.id = me.person_id
    where me.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  if (rows.length === 0) return null
  const merged = mergeTraitMaps(
    rows.map(({ traits }) => traits),
    await loadSourceOrders(db),
  )
  return Object.entries(merged)
    .filter(([trait, fact]) => fact.v !== null && !hidden.has(trait))
    .map(([trait, fact]) => ({ trait, fact, from: rows.find(({ traits }) => isSaidIn(traits[trait], fact)) }))
    .sort((a, b) => a.trait.localeCompare(b.trait))
}

function isSaidIn(said: TraitFact | undefined, { t, m }: TraitFact): boolean {
  return wordsOf(said).some((word) => word.t === t && word.m === m)
}

/** Names of all sources by id. */
export async function sourceNames(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from sources`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
