import { audit } from '../../access/index.ts'
import {
  peopleOfMembers,
  putBackCompany,
  putBackPerson,
  type CompanyContent,
  type PersonContent,
} from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { publish, recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { claimAgain } from '../fields/index.ts'
import { takeFromBin, tellOfProfiles } from './bin.ts'

/**
 * Puts a person back, with their events. Gives the id of today: somebody else's, when events have made them anew meanwhile
 * and joined them to others. Throws `not_found`.
 */
export async function restorePersonIn(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<string> {
  const found = await takeFromBin<PersonContent>(trx, actor, { object: 'person', id })
  if (!found) return id
  const { name, content } = found
  const back = await putBackPerson(trx, content)
  await claimAgain(trx, 'person', back.id)
  await recordProfiles(trx, { people: back.people, moved: back.moved })
  await publish(trx, [{ type: 'person.restored', payload: { id: back.id, name, at: at.toISOString() } }])
  await audit(trx, actor, {
    action: 'person.restored',
    subject: { type: 'person', id: back.id, name },
    details: {},
  })
  return back.id
}

/** Puts a company back, with who belonged to it. Throws `not_found`. */
export async function restoreCompanyIn(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<string> {
  const found = await takeFromBin<CompanyContent>(trx, actor, { object: 'company', id })
  if (!found) return id
  const { name, content } = found
  await putBackCompany(trx, content)
  await claimAgain(trx, 'company', id)
  await tellOfProfiles(trx, { people: await peopleOfMembers(trx, content.members), company: id })
  await publish(trx, [{ type: 'company.restored', payload: { id, name, at: at.toISOString() } }])
  await audit(trx, actor, { action: 'company.restored', subject: { type: 'company', id, name }, details: {} })
  return id
}
