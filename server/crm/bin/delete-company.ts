import { audit, requireRecord } from '../../access/index.ts'
import { companyKind, peopleOfMembers, takeOutCompany } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { releaseRecord } from '../fields/index.ts'
import { tellOfProfiles, throwAway } from './bin.ts'

/**
 * Puts a company into the bin. Its people stay, and belong to it no longer; its deals go on naming it. A source that names it makes it anew.
 * Throws `not_found` and `forbidden`.
 */
export async function deleteCompanyIn(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<void> {
  await requireRecord(trx, actor, {
    object: 'companies',
    action: 'delete',
    from: companyKind.from(id),
    what: 'company',
  })
  const content = await takeOutCompany(trx, id)
  if (!content) throw fail('not_found', 'There is no company with this id.')
  const { name: called, group_id, owner_id } = content.company
  const name = typeof called === 'string' ? called : group_id
  await releaseRecord(trx, id)
  const owner = typeof owner_id === 'string' ? owner_id : null
  await throwAway(trx, actor, { id, object: 'company', name, owner_id: owner, content, at })
  await tellOfProfiles(trx, { people: await peopleOfMembers(trx, content.members), company: id })
  await publish(trx, [{ type: 'company.deleted', payload: { id, name, at: at.toISOString() } }])
  await audit(trx, actor, { action: 'company.deleted', subject: { type: 'company', id, name }, details: {} })
}
