import { sql } from 'kysely'
import type { PeopleComparison } from '../../../model/identity.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { compare } from '../identity/identifiers.ts'
import { sourceNames } from '../profiles/trait-provenance.ts'
import { hiddenTraits } from '../profiles/visible-fields.ts'
import { loadSourceOrders } from '../traits/source-orders.ts'
import { mergeTraitMaps, type SourceOrders, type TraitFact, type TraitMap } from '../traits/trait-map.ts'

/** Two people trait by trait, and whose value one person made of both would have. Throws `not_found`. */
export async function comparePeople(
  db: Queryable,
  caller: Actor,
  { id, other }: { id: string; other: string },
): Promise<PeopleComparison> {
  const orders = await loadSourceOrders(db)
  const [mine, theirs] = [await traitsOf(db, id, orders), await traitsOf(db, other, orders)]
  const together = mergeTraitMaps([mine, theirs], orders)
  const sources = await sourceNames(db)
  const say = (fact: TraitFact | undefined) =>
    fact && fact.v !== null
      ? { value: fact.v, at: new Date(fact.t).toISOString(), source: sources.get(fact.s) ?? 'Removed source' }
      : null
  const hidden = hiddenTraits(caller, 'people')
  const traits = Object.entries(together)
    .filter(([trait]) => !hidden.has(trait))
    .map(([trait, winner]) => ({
      trait,
      mine: say(mine[trait]),
      theirs: say(theirs[trait]),
      wins: winnerOf(winner, { mine: mine[trait], theirs: theirs[trait] }),
    }))
    .filter((row) => row.mine || row.theirs)
    .sort((x, y) => compare(x.trait, y.trait))
  return { traits }
}

function winnerOf(
  winner: TraitFact,
  { mine, theirs }: { mine: TraitFact | undefined; theirs: TraitFact | undefined },
): 'mine' | 'theirs' | 'equal' {
  if (JSON.stringify(mine?.v) === JSON.stringify(theirs?.v)) return 'equal'
  return winner.m === mine?.m && winner.t === mine.t ? 'mine' : 'theirs'
}

async function traitsOf(db: Queryable, id: string, orders: SourceOrders): Promise<TraitMap> {
  const { rows } = await sql<{ traits: TraitMap }>`
    select i.traits from identifiers me join identifiers i on i.person_id = me.person_id
    where me.id = ${id}::uuid`.execute(db)
  if (rows.length === 0) throw fail('not_found', 'There is no person with this id.')
  return mergeTraitMaps(
    rows.map(({ traits }) => traits),
    orders,
  )
}
