import { sql } from 'kysely'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent, recordProfiles } from '../../platform/outbox/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { groupOf } from '../companies/company-to-join.ts'
import { lockPerson } from './change-person.ts'

const SUGGESTED = 20

type Change = { id: string; companyId: string; role: string | null }

/** Says what a person is at a company, or with null that there is nothing to say. Throws `not_found` when they do not belong to it. */
export async function changeCompanyRole(
  { db, clock }: Platform,
  actor: Actor,
  { id, companyId, role }: Change,
): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, actor, id)
    const before = await roleOf(trx, person.id, companyId)
    if (before === undefined) throw fail('not_found', 'This person does not belong to that company.')
    if (before === role) return
    // On each of their identifiers, so that after a split both sides know.
    await sql`
      update company_members m set role = ${role}, role_at = ${at} from identifiers i
      where i.person_id = ${person.id}::uuid and m.identifier_id = i.id and m.company_id = ${companyId}::uuid`.execute(
      trx,
    )
    await recordProfiles(trx, { people: [person.id], moved: [] })
    const { name, group_id } = await groupOf(trx, companyId)
    const company = name ?? group_id
    await audit(trx, actor, {
      action: 'person.company_role_changed',
      subject: { type: 'person', id: person.id, name: person.name },
      details: { company, before: { role: before }, after: { role } },
    })
    await recordEvent(trx, {
      type: 'track',
      event: 'Company Role Changed',
      personRef: person.ref,
      companyRef: companyId,
      properties: { company_id: companyId, company_name: company, role, former_role: before },
      at,
    })
  })
}

/** The roles that people have most often, for suggestions. */
export async function listCompanyRoles(db: Queryable): Promise<string[]> {
  const { rows } = await sql<{ role: string }>`
    select role from company_members where role is not null
    group by role order by count(*) desc, role limit ${SUGGESTED}`.execute(db)
  return rows.map(({ role }) => role)
}

/** Undefined for who does not belong to the company. */
async function roleOf(trx: Trx, person: string, company: string): Promise<string | null | undefined> {
  const { rows } = await sql<{ role: string | null }>`
    select m.role from identifiers i join company_members m on m.identifier_id = i.id
    where i.person_id = ${person}::uuid and m.company_id = ${company}::uuid
    order by m.role_at desc nulls last limit 1`.execute(trx)
  return rows[0]?.role
}
