import { sql } from 'kysely'
import type { TraitProvenance } from '../../../model/person.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { mergeTraitMaps, type TraitMap } from '../traits/trait-map.ts'
import { hiddenTraits } from './visible-fields.ts'

/** For each trait of a person: its value, when it was said, by which source, about which identifier. Null when unknown. */
export async function traitProvenance(
  db: Queryable,
  caller: Actor,
  id: string,
): Promise<TraitProvenance[] | null> {
  const hidden = hiddenTraits(caller, 'people')
  const { rows } = await sql<{ type: string; value: string; traits: TraitMap }>`
    select i.type, i.value, i.traits from identifiers me join identifiers i on i.person_id = me.person_id
    join people p on p.id = me.person_id
    where me.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  if (rows.length === 0) return null
  const sources = await sourceNames(db)
  const merged = mergeTraitMaps(rows.map(({ traits }) => traits))
  return Object.entries(merged)
    .filter(([trait, fact]) => fact.v !== null && !hidden.has(trait))
    .map(([trait, fact]) => {
      const from = rows.find(({ traits }) => traits[trait]?.t === fact.t && traits[trait]?.m === fact.m)
      return {
        trait,
        value: fact.v,
        at: new Date(fact.t).toISOString(),
        source: sources.get(fact.s) ?? 'Removed source',
        identifier: { type: from?.type ?? '', value: from && !hidden.has(from.type) ? from.value : '' },
      }
    })
    .sort((a, b) => a.trait.localeCompare(b.trait))
}

/** Names of all sources by id. */
export async function sourceNames(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from sources`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
