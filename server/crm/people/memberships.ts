import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Edited, Joining } from '../../../model/edit.ts'
import { audit } from '../../access/index.ts'
import { advanceIdentityVersion } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent, recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { companyToJoin, groupOf } from '../companies/company-to-join.ts'
import { lockPerson, ownIdentifier } from './change-person.ts'
import { recordEdit } from './edits.ts'

/** Lets a person belong to a company, which is made when it is named. Throws `not_found`, `forbidden`, `validation_failed`. */
export async function joinCompany(
  platform: Platform,
  actor: Actor,
  { id, company: asked }: { id: string; company: Joining },
): Promise<Edited> {
  const at = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, actor, id)
    const company = await companyToJoin(trx, platform, actor, asked)
    if (await isMember(trx, person.id, company.fact.id)) return { edit: null }
    const owner = await ownIdentifier(trx, person.ref)
    const edit = { id: randomUUID(), object: 'person', ref: person.ref, at } as const
    await recordEdit(trx, platform, {
      ...edit,
      identifiers: [owner],
      traits: null,
      company: company.fact,
    })
    await tell(trx, actor, {
      verb: 'joined',
      person,
      company: { id: company.fact.id, name: company.name },
      at,
    })
    return { edit: edit.id }
  })
}

/**
 * Ends that a person belongs to a company. An event that names both says so again. Throws `not_found` when the person does
 * not belong to it.
 */
export async function leaveCompany(
  { db, clock }: Platform,
  actor: Actor,
  { id, companyId }: { id: string; companyId: string },
): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, actor, id)
    const { rows } = await sql<{ identifier_id: string }>`
      delete from company_members m using identifiers i
      where i.person_id = ${person.id} and m.identifier_id = i.id and m.company_id = ${companyId}::uuid
      returning m.identifier_id`.execute(trx)
    if (rows.length === 0) throw fail('not_found', 'This person does not belong to that company.')
    // What the pipeline remembers of who belongs where does not hold any more.
    await advanceIdentityVersion(trx)
    await recordProfiles(trx, { people: [person.id], moved: [] })
    const { name, group_id } = await groupOf(trx, companyId)
    await tell(trx, actor, { verb: 'left', person, company: { id: companyId, name: name ?? group_id }, at })
  })
}

async function isMember(trx: Trx, person: string, company: string): Promise<boolean> {
  const { rows } = await sql`
    select from identifiers i join company_members m on m.identifier_id = i.id
    where i.person_id = ${person}::uuid and m.company_id = ${company}::uuid limit 1`.execute(trx)
  return rows.length > 0
}

const events = { joined: 'Company Joined', left: 'Company Left' } as const

type Told = {
  verb: keyof typeof events
  person: { id: string; ref: string; name: string }
  company: { id: string; name: string }
  at: Date
}

async function tell(trx: Trx, actor: Actor, { verb, person, company, at }: Told): Promise<void> {
  await audit(trx, actor, {
    action: verb === 'joined' ? 'person.company_joined' : 'person.company_left',
    subject: { type: 'person', id: person.id, name: person.name },
    details: { company: company.name },
  })
  await recordEvent(trx, {
    type: 'track',
    event: events[verb],
    personRef: person.ref,
    companyRef: company.id,
    properties: { company_id: company.id, company_name: company.name },
    at,
  })
}
