import { sql } from 'kysely'
import type { Identifier } from '../../../model/person.ts'
import { visibleTo } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { loadSourceOrders } from '../traits/source-orders.ts'
import { mergeTraitMaps, wordsOf, type TraitFact, type TraitMap } from '../traits/trait-map.ts'
import { hiddenTraits } from './visible-fields.ts'

/** What a source said last about a trait of a person, and about which identifier. */
export type TraitEvidence = Pick<TraitFact, 'v' | 't' | 's' | 'm'> & { identifierId: string }

export type EvidenceOfTrait = {
  /** The person's identifiers by their ids, without values that are hidden from the caller. */
  identifiers: Map<string, Identifier>
  /** What each source said last, of each identifier. */
  words: TraitEvidence[]
  /** The word that counts; undefined when nobody said anything. */
  winner: TraitFact | undefined
  /** Ids of the sources whose word comes first. */
  order: readonly string[]
}

/**
 * What there is to say about one trait of a person; null when the person is unknown or not visible. Throws `forbidden` when
 * the trait is hidden from the caller.
 */
export async function traitEvidence(
  db: Queryable,
  caller: Actor,
  { id, trait }: { id: string; trait: string },
): Promise<EvidenceOfTrait | null> {
  const hidden = hiddenTraits(caller, 'people')
  if (hidden.has(trait)) throw fail('forbidden', `Your role does not let you see ${trait}.`)
  const { rows } = await sql<Identifier & { id: string; traits: TraitMap }>`
    select i.id, i.type, i.value, i.traits from identifiers me join identifiers i on i.person_id = me.person_id
    join people p on p.id = me.person_id
    where me.id = ${id}::uuid and ${visibleTo(caller, 'people', 'view', sql`p`)}`.execute(db)
  if (rows.length === 0) return null
  const orders = await loadSourceOrders(db)
  const facts = rows.flatMap((row) => {
    const fact = Object.hasOwn(row.traits, trait) ? row.traits[trait] : undefined
    return fact ? [{ identifierId: row.id, fact }] : []
  })
  const merged = mergeTraitMaps(
    facts.map(({ fact }) => ({ [trait]: fact })),
    orders,
  )
  return {
    identifiers: new Map(
      rows.map(({ id: key, type, value }) => [key, { type, value: hidden.has(type) ? '' : value }]),
    ),
    words: facts.flatMap(({ identifierId, fact }) =>
      wordsOf(fact).map((word) => ({ ...word, identifierId })),
    ),
    winner: (await isComputed(db, trait)) ? undefined : merged[trait],
    order: orders.get(trait) ?? [],
  }
}

/** Whether the name belongs to a computed trait: then nothing that sources say under it counts. */
async function isComputed(db: Queryable, trait: string): Promise<boolean> {
  const { rows } =
    await sql`select from computed_traits where name = ${trait} and state <> 'removing'`.execute(db)
  return rows.length > 0
}
