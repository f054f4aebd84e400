import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Edited } from '../../../model/edit.ts'
import type { JsonObject } from '../../../model/json.ts'
import { audit } from '../../access/index.ts'
import {
  lockPeopleForWriting,
  requirePeople,
  type KnownIdentifier,
  type PersonToWrite,
} from '../../people/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { identifierFor, refuseTaken } from './addresses.ts'
import { beforeAndAfterOf, changesIn, requireEditable, withoutEmpty } from './check-traits.ts'
import { recordEdit } from './edits.ts'

type Change = { id: string; traits: JsonObject; known?: JsonObject | undefined }

/**
 * Changes what is known of a person. A new e-mail address is an identifier of theirs from then on, beside the former one.
 * Throws `not_found`, `forbidden`, `validation_failed`, and `conflict` when somebody else changed a trait meanwhile or has
 * the address.
 */
export async function changePerson(platform: Platform, actor: Actor, change: Change): Promise<Edited> {
  const now = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, actor, change.id)
    const traits = withoutEmpty(change.traits)
    await requireEditable(trx, actor, { object: 'people', names: Object.keys(traits) })
    const known = await traitsNow(trx, person.id)
    const changes = changesIn(known.traits, { traits, known: change.known })
    if (Object.keys(changes).length === 0) return { edit: null }
    const owner = await ownIdentifier(trx, person.ref)
    const added = await addressIn(trx, platform, actor, { changes, person })
    // What is said now is newer than all that is known, whatever the clocks of others say.
    const at = new Date(Math.max(now.getTime(), known.latest + 1))
    const edit = { id: randomUUID(), object: 'person', ref: person.ref, at } as const
    const said = { identifiers: [owner, ...added], traits: changes, company: null }
    const personOf = await recordEdit(trx, platform, { ...edit, ...said })
    if (added.some(({ id }) => personOf.get(id) !== personOf.get(owner.id)))
      throw fail(
        'conflict',
        'The rules of who is who do not let this person have another e-mail address. See Settings → Identity.',
      )
    await tell(trx, actor, { person, ...beforeAndAfterOf(known.traits, changes), at: now })
    return { edit: edit.id }
  })
}

/** The person, whom nobody merges or splits before the transaction ends. Throws `not_found` and `forbidden`. */
export async function lockPerson(trx: Trx, actor: Actor, id: string): Promise<PersonToWrite> {
  const [person] = await lockPeopleForWriting(trx, actor, [id])
  if (!person) {
    await requirePeople(trx, actor, { ids: [id], action: 'edit' })
    throw fail('not_found', 'There is no person with this id.')
  }
  return person
}

/** The identifier that a person is known by. */
export async function ownIdentifier(db: Queryable, id: string): Promise<KnownIdentifier> {
  const { rows } = await sql<KnownIdentifier>`
    select id, type, value from identifiers where id = ${id}::uuid`.execute(db)
  invariant(rows[0], 'A person has an identifier.')
  return rows[0]
}

/** The traits as they count, and when the last of all that is known was said (ms). */
async function traitsNow(db: Queryable, person: string): Promise<{ traits: JsonObject; latest: number }> {
  const { rows } = await sql<{ traits: JsonObject; latest: number | null }>`
    select p.traits, (
      select max((f.value ->> 't')::float8) from identifiers i cross join lateral jsonb_each(i.traits) as f
      where i.person_id = p.id
    ) as latest
    from people p where p.id = ${person}::uuid`.execute(db)
  return { traits: rows[0]?.traits ?? {}, latest: rows[0]?.latest ?? 0 }
}

async function addressIn(
  trx: Trx,
  platform: Platform,
  actor: Actor,
  { changes, person }: { changes: JsonObject; person: PersonToWrite },
): Promise<KnownIdentifier[]> {
  const { email } = changes
  if (typeof email !== 'string') return []
  const field = 'traits.email'
  const identifier = await identifierFor(trx, platform, { type: 'email', value: email, field })
  await refuseTaken(trx, actor, { identifier, field, by: person.id })
  return identifier.id === person.ref ? [] : [identifier]
}

type Told = { person: PersonToWrite; before: JsonObject; after: JsonObject; at: Date }

async function tell(trx: Trx, actor: Actor, { person, before, after, at }: Told): Promise<void> {
  await audit(trx, actor, {
    action: 'person.changed',
    subject: { type: 'person', id: person.id, name: person.name },
    details: { before, after },
  })
  const changed = Object.keys(after)
  await publish(trx, [{ type: 'person.changed', payload: { id: person.id, changed, at: at.toISOString() } }])
  await recordEvent(trx, {
    type: 'track',
    event: 'Person Updated',
    personRef: person.ref,
    companyRef: null,
    properties: { changed },
    at,
  })
}
