import { sql } from 'kysely'
import { audit, requireRecord } from '../../access/index.ts'
import { personKind, takeOutPerson } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { releaseRecord } from '../fields/index.ts'
import { throwAway } from './bin.ts'

/**
 * Puts a person into the bin: they leave every list, segment and search. What names them, deals and activities, stays and names
 * nobody meanwhile. An event with one of their identifiers makes them anew. Throws `not_found` and `forbidden`.
 */
export async function deletePersonIn(
  trx: Trx,
  actor: Actor,
  { id: asked, at }: { id: string; at: Date },
): Promise<void> {
  await requireRecord(trx, actor, {
    object: 'people',
    action: 'delete',
    from: personKind.from(asked),
    what: 'person',
  })
  const { id, name, owner_id } = await describe(trx, asked)
  const content = await takeOutPerson(trx, id)
  if (!content) throw fail('not_found', 'There is no person with this id.')
  for (const identifier of content.identifiers) await releaseRecord(trx, identifier.id)
  await throwAway(trx, actor, { id, object: 'person', name, owner_id, content, at })
  await recordProfiles(trx, { people: [id], moved: [] })
  await publish(trx, [{ type: 'person.deleted', payload: { id, name, at: at.toISOString() } }])
  await audit(trx, actor, { action: 'person.deleted', subject: { type: 'person', id, name }, details: {} })
}

async function describe(trx: Trx, id: string) {
  const { rows } = await sql<{ id: string; name: string; owner_id: string | null }>`
    select p.id, coalesce(p.name, p.email, 'Anonymous') as name, p.owner_id
    from identifiers i join people p on p.id = i.person_id where i.id = ${id}::uuid`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no person with this id.')
  return rows[0]
}
