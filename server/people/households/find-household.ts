import { sql } from 'kysely'
import { MOST_IN_A_HOUSEHOLD, type Household, type PersonHousehold } from '../../../model/household.ts'
import { visibleTo } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { requirePeople } from '../owners/require-person.ts'
import { hiddenTraits } from '../profiles/visible-fields.ts'

/** Traits that say where somebody lives: who does not get to see one is not told what is shared. */
const TELLING = ['address', 'street', 'postal_code', 'city', 'phone', 'last_name', 'name']

/** With whom a person lives, and what was decided about that. Throws `not_found`. */
export async function findPersonHousehold(
  db: Queryable,
  caller: Actor,
  id: string,
): Promise<PersonHousehold> {
  await requirePeople(db, caller, { ids: [id], action: 'view' })
  const { rows } = await sql<{ household_id: string | null }>`
    select h.household_id from identifiers me join household_places h on h.person_id = me.person_id
    where me.id = ${id}::uuid`.execute(db)
  const household = rows[0]?.household_id ? await loadHousehold(db, caller, rows[0].household_id) : null
  return { household, decided: await findDecision(db, id) }
}

/** A household with those members whom the caller gets to see. Throws `not_found`. */
export async function findHousehold(db: Queryable, caller: Actor, id: string): Promise<Household> {
  const household = await loadHousehold(db, caller, id)
  if (!household || household.members.length === 0)
    throw fail('not_found', 'There is no household with this id.')
  return household
}

type Row = { id: string; name: string; shared: string | null; visible: boolean }

async function loadHousehold(db: Queryable, caller: Actor, id: string): Promise<Household | null> {
  const { rows } = await sql<Row>`
    select p.id, coalesce(p.name, p.email, 'Anonymous') as name, h.shared, ${visibleTo(caller, 'people', 'view', sql`p`)} as visible
    from household_places h join people p on p.id = h.person_id
    where h.household_id = ${id}::uuid order by p.first_seen, p.id limit ${MOST_IN_A_HOUSEHOLD + 1}`.execute(
    db,
  )
  if (rows.length < 2 || rows.length > MOST_IN_A_HOUSEHOLD) return null
  const members = rows
    .filter(({ visible }) => visible)
    .map(({ id: person, name, shared }) => ({
      id: person,
      name,
      why: why(shared, seesHomes(caller)),
      by_hand: shared === null,
    }))
  return { id, size: rows.length, members }
}

/** Whether the caller gets to see what people of a household share. */
export function seesHomes(caller: Actor): boolean {
  const hidden = hiddenTraits(caller, 'people')
  return !TELLING.some((trait) => hidden.has(trait))
}

function why(shared: string | null, isTold: boolean): string {
  if (shared === null) return 'Somebody put them here.'
  return isTold ? `Shares ${shared}` : 'Shares what your role does not let you see.'
}

async function findDecision(db: Queryable, person: string): Promise<PersonHousehold['decided']> {
  const { rows } = await sql<{ alone: boolean; by: string; at: Date }>`
    select c.household_id is null as alone, c.decided_by as by, c.decided_at as at
    from identifiers me join identifiers i on i.person_id = me.person_id join household_choices c on c.person_ref = i.id
    where me.id = ${person}::uuid order by c.decided_at desc limit 1`.execute(db)
  const [row] = rows
  return row ? { ...row, at: row.at.toISOString() } : null
}
