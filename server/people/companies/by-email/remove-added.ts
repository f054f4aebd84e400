import { sql } from 'kysely'
import type { Platform } from '../../../platform/index.ts'
import { recordProfiles } from '../../../platform/outbox/index.ts'
import { advanceIdentityVersion } from '../../identity/known-identities.ts'

const MEMBERS_AT_ONCE = 1_000

/** Takes out some of those whom the rule added, when that was asked for. Gives false when none are left. */
export async function removeAdded({ db }: Platform): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const { rows: asked } = await sql`select from email_company_rule where removing for update`.execute(trx)
    if (asked.length === 0) return false
    const { rows } = await sql<{ person_id: string }>`
      with gone as (
        delete from company_members where (identifier_id, company_id) in (
          select identifier_id, company_id from company_members where by_email
          order by identifier_id, company_id limit ${MEMBERS_AT_ONCE})
        returning identifier_id, company_id
      ), forgotten as (
        delete from email_companies e using gone where e.identifier_id = gone.identifier_id
      )
      select distinct i.person_id from gone join identifiers i on i.id = gone.identifier_id`.execute(trx)
    if (rows.length === 0) {
      await sql`update email_company_rule set removing = false`.execute(trx)
      return false
    }
    // What the pipeline remembers of who belongs where does not hold any more.
    await advanceIdentityVersion(trx)
    await recordProfiles(trx, { people: rows.map(({ person_id }) => person_id), moved: [] })
    return true
  })
}
