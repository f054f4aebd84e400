import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { MOST_IN_A_HOUSEHOLD, type PersonHousehold } from '../../../model/household.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockPeopleForWriting, type PersonToWrite } from '../fields/person-fields.ts'
import { requirePeople } from '../owners/require-person.ts'
import { findPersonHousehold } from './find-household.ts'
import { placePeople } from './place-people.ts'
import { modeInForce } from './rule.ts'

type Deciding = { id: string; with: string | null }

/**
 * Says with whom a person lives, with null that they live alone; that stands before the rule. Throws `not_found`, `forbidden`,
 * `validation_failed` for somebody with themselves.
 */
export async function decideHousehold(
  platform: Platform,
  actor: Actor,
  { id, with: other }: Deciding,
): Promise<PersonHousehold> {
  return change(platform, actor, { id, other }, async (trx, { person, mate, at }) => {
    const household = mate ? await householdOf(trx, mate) : null
    await forget(trx, person)
    await choose(trx, person, { household, by: actor.name, at })
    // The two would come apart when the rule changes: the household of the other is decided with this one.
    if (mate) await choose(trx, mate, { household, by: actor.name, at })
    return mate ? 'joined' : 'alone'
  })
}

/** Lets the rule decide again with whom a person lives. Throws `not_found`, `forbidden`. */
export async function undecideHousehold(
  platform: Platform,
  actor: Actor,
  id: string,
): Promise<PersonHousehold> {
  return change(platform, actor, { id, other: null }, async (trx, { person }) => {
    await forget(trx, person)
    return 'by_rule'
  })
}

type Changed = { person: PersonToWrite; mate: PersonToWrite | null; at: Date }

async function change(
  platform: Platform,
  actor: Actor,
  { id, other }: { id: string; other: string | null },
  write: (trx: Trx, changed: Changed) => Promise<string>,
): Promise<PersonHousehold> {
  const at = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    const mode = await modeInForce(trx)
    const ids = other ? [id, other] : [id]
    const locked = await lockPeopleForWriting(trx, actor, ids)
    await requirePeople(trx, actor, { ids, action: 'edit' })
    const person = locked.find(({ askedFor }) => askedFor === id)
    const mate = other ? locked.find(({ askedFor }) => askedFor === other) : null
    if (!person || mate === undefined) throw fail('not_found', 'There is no person with this id.')
    if (mate?.id === person.id)
      throw fail('validation_failed', 'with: Choose somebody else.', [
        { field: 'with', problem: 'Choose somebody else.' },
      ])
    const how = await write(trx, { person, mate, at })
    await placePeople(trx, [person.id, ...(mate ? [mate.id] : [])], mode)
    await tell(trx, actor, { person, mate, how, at })
    return findPersonHousehold(trx, actor, id)
  })
}

/** The household in which somebody is, or a new one where there is none with room. */
async function householdOf(trx: Trx, { id }: PersonToWrite): Promise<string> {
  const { rows } = await sql<{ household_id: string }>`
    select h.household_id from household_places h where h.person_id = ${id}::uuid and (
      select count(*) from household_places o where o.household_id = h.household_id) < ${MOST_IN_A_HOUSEHOLD}`.execute(
    trx,
  )
  return rows[0]?.household_id ?? randomUUID()
}

async function forget(trx: Trx, { id }: PersonToWrite): Promise<void> {
  await sql`
    delete from household_choices c using identifiers i where i.id = c.person_ref and i.person_id = ${id}::uuid`.execute(
    trx,
  )
}

async function choose(
  trx: Trx,
  { ref }: PersonToWrite,
  { household, by, at }: { household: string | null; by: string; at: Date },
): Promise<void> {
  await sql`
    insert into household_choices (person_ref, household_id, decided_by, decided_at)
    values (${ref}::uuid, ${household}::uuid, ${by}, ${at})
    on conflict (person_ref) do update set household_id = excluded.household_id, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at`.execute(trx)
}

async function tell(
  trx: Trx,
  actor: Actor,
  { person, mate, how, at }: Changed & { how: string },
): Promise<void> {
  await audit(trx, actor, {
    action: 'person.household_changed',
    subject: { type: 'person', id: person.id, name: person.name },
    details: { how, ...(mate && { with: mate.name }) },
  })
  await recordEvent(trx, {
    type: 'track',
    event: 'Household Changed',
    personRef: person.ref,
    companyRef: null,
    properties: { how, ...(mate && { with_id: mate.id, with_name: mate.name }) },
    at,
  })
}
