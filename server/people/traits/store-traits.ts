import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { applyTraitWrite, type TraitMap, type TraitWrite } from './trait-map.ts'

/** Applies what identify calls said to identifiers known before. Gives the ids of those that changed. */
export async function storeTraits(trx: Trx, writes: Map<string, TraitWrite[]>): Promise<Set<string>> {
  if (writes.size === 0) return new Set()
  const { rows } = await sql<{ id: string; traits: TraitMap }>`
    select id, traits from identifiers where id = any(${[...writes.keys()]}::uuid[]) for update`.execute(trx)
  const changed = rows.flatMap(({ id, traits }) => {
    const after = applyAll(traits, writes.get(id) ?? [])
    return after ? [{ id, traits: after }] : []
  })
  if (changed.length > 0) {
    await sql`
      update identifiers i set traits = n.traits
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as n (id uuid, traits jsonb)
      where i.id = n.id`.execute(trx)
  }
  return new Set(changed.map(({ id }) => id))
}

/** The map after all writes; null when none of them changed anything. */
export function applyAll(known: TraitMap, writes: TraitWrite[]): TraitMap | null {
  let after: TraitMap | null = null
  for (const write of writes) after = applyTraitWrite(after ?? known, write) ?? after
  return after
}
