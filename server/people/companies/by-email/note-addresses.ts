import { sql } from 'kysely'
import type { Trx } from '../../../platform/relational/index.ts'
import type { RuleInForce } from './rule.ts'
import type { ReadWorkAddress, WorkAddress } from './work-address.ts'

export type Address = { id: string; value: string }

/** Notes those of the addresses that are work addresses and new, to be looked up. */
export async function noteAddresses(
  trx: Trx,
  addresses: Address[],
  { rule, read }: { rule: RuleInForce; read: ReadWorkAddress },
): Promise<void> {
  const noted = addresses.flatMap(({ id, value }) => {
    const found = read(value)
    return found && !isExcluded(found, rule) ? [{ identifier_id: id, ...found }] : []
  })
  if (noted.length === 0) return
  await sql`
    insert into email_companies (identifier_id, host, domain)
    select * from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb) as n (identifier_id uuid, host text, domain text)
    order by identifier_id on conflict do nothing`.execute(trx)
}

/** The domains in question are few, and each is written as the host or the registered part. */
export function isExcluded({ host, domain }: WorkAddress, { excluded }: RuleInForce): boolean {
  return excluded.includes(domain) || excluded.includes(host)
}
