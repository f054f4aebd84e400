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
  return facts.map(({ trait, fact, from, computed }) => ({
    trait,
    value: fact.v,
    at: new Date(fact.t).toISOString(),
    source: computed ? 'Computed' : (sources.get(fact.s) ?? 'Removed source'),
    identifier: computed
      ? null
      : { type: from?.type ?? '', value: from && !hidden.has(from.type) ? from.value : '' },
    computed: computed ? fact.s : null,
  }))
}

type Row = { type: string; value: string; traits: TraitMap }
type FactOfTrait = {
  trait: string
  /** Of a computed trait the source is the trait itself. */
  fact: TraitFact
  from: Row | undefined
  computed: boolean
}

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
  const computed = await computedFacts(db, id)
  const said = Object.entries(merged)
    .filter(([trait]) => !computed.has(trait))
    .map(([trait, fact]) => ({
      trait,
      fact,
      from: rows.find(({ traits }) => isSaidIn(traits[trait], fact)),
      computed: false,
    }))
  return [
    ...said,
    ...[...computed].map(([trait, fact]) => ({ trait, fact, from: undefined, computed: true })),
  ]
    .filter(({ trait, fact }) => fact.v !== null && !hidden.has(trait))
    .sort((a, b) => a.trait.localeCompare(b.trait))
}

/** What is worked out of a person, by the name of the trait; null of what they have no value of. */
async function computedFacts(db: Queryable, person: string): Promise<Map<string, TraitFact>> {
  const { rows } = await sql<{ id: string; name: string; value: unknown; at: Date | null }>`
    select c.id, c.name, v.value, v.computed_at as at from computed_traits c
    left join computed_values v on v.trait_id = c.id
      and v.person_id = (select i.person_id from identifiers i where i.id = ${person}::uuid)
    where c.state <> 'removing'`.execute(db)
  return new Map(
    rows.map(({ id, name, value, at }) => [name, { v: value ?? null, t: at?.getTime() ?? 0, s: id, m: '' }]),
  )
}

function isSaidIn(said: TraitFact | undefined, { t, m }: TraitFact): boolean {
  return wordsOf(said).some((word) => word.t === t && word.m === m)
}

/** Names of all sources by id. */
export async function sourceNames(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from sources`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
