import { sql } from 'kysely'
import type { CompanylessDomain } from '../../../../model/company-from-email.ts'
import type { Queryable } from '../../../platform/relational/index.ts'

/** Beyond so many addresses the counts are of a part of them. */
const LOOKED_AT = 100_000
const SHOWN = 50

/** The domains with most work addresses that no company has. */
export async function listCompanyless(db: Queryable): Promise<CompanylessDomain[]> {
  const { rows } = await sql<CompanylessDomain>`
    select domain, count(*) as addresses
    from (select domain from email_companies where company_id is null limit ${LOOKED_AT}) e
    group by domain order by count(*) desc, domain limit ${SHOWN}`.execute(db)
  return rows
}
