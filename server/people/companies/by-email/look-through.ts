import { sql } from 'kysely'
import type { Platform } from '../../../platform/index.ts'
import { noteAddresses } from './note-addresses.ts'
import { ruleInForce } from './rule.ts'
import { openWorkAddresses } from './work-address.ts'

const IDENTIFIERS_AT_ONCE = 5_000

type Found = { id: string; value: string; is_address: boolean }

/** Notes the addresses that were known before the rule came to hold, a page of them. Gives false when all have been looked at. */
export async function lookThrough({ db }: Platform): Promise<boolean> {
  const read = await openWorkAddresses()
  return db.transaction().execute(async (trx) => {
    const { rows: places } = await sql<{ cursor: string | null }>`
      select cursor from email_company_rule where not finished and not removing for update`.execute(trx)
    const [place] = places
    if (!place) return false
    const { rows } = await sql<Found>`
      select id, case when type = 'email' then value else '' end as value, type = 'email' and state = 'normal' as is_address
      from identifiers where ${place.cursor}::uuid is null or id > ${place.cursor}::uuid
      order by id limit ${IDENTIFIERS_AT_ONCE}`.execute(trx)
    const addresses = rows.filter(({ is_address }) => is_address)
    await noteAddresses(trx, addresses, { rule: await ruleInForce(trx), read })
    await sql`
      update email_company_rule set cursor = coalesce(${rows.at(-1)?.id ?? null}::uuid, cursor), done = done + ${rows.length},
        finished = ${rows.length < IDENTIFIERS_AT_ONCE}`.execute(trx)
    return rows.length === IDENTIFIERS_AT_ONCE
  })
}
