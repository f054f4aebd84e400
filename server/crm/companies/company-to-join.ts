import { sql } from 'kysely'
import type { Joining } from '../../../model/edit.ts'
import { requireCreation } from '../../access/index.ts'
import { identifierIds, type Fact } from '../../people/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireCompany } from '../deals/references.ts'

/**
 * A company that somebody is to belong to, as a fact says it: one that is there, or a new one, which gets its name as its id, as
 * one from a source or a file does. Throws `validation_failed` and `forbidden`.
 */
export async function companyToJoin(
  trx: Trx,
  { secrets }: Platform,
  actor: Actor,
  asked: Joining,
): Promise<{ name: string; fact: NonNullable<Fact['company']> }> {
  if ('id' in asked) {
    await requireCompany(trx, actor, asked.id)
    const { group_id, name } = await groupOf(trx, asked.id)
    return { name: name ?? group_id, fact: { id: asked.id, groupId: group_id, traits: null } }
  }
  requireCreation(actor, 'companies', actor.type === 'user' ? actor.id : null)
  const { name } = asked
  const id = identifierIds(secrets.derive('identifiers')).of('group_id', name)
  return { name, fact: { id, groupId: name, traits: { name } } }
}

/** The id that a company is known by to those who name it, and its name. */
export async function groupOf(trx: Trx, id: string): Promise<{ group_id: string; name: string | null }> {
  const { rows } = await sql<{ group_id: string; name: string | null }>`
    select group_id, name from companies where id = ${id}::uuid`.execute(trx)
  invariant(rows[0], 'A company that was just found has an id of its own.')
  return rows[0]
}
