import { sql } from 'kysely'
import { z } from 'zod'
import type { News, Processor } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { noteAddresses, type Address } from './note-addresses.ts'
import { ruleInForce } from './rule.ts'
import { openWorkAddresses, type ReadWorkAddress } from './work-address.ts'

const changed = z.object({
  profiles: z.array(z.string()).default([]),
  companies: z.array(z.string()).default([]),
})

/** Notes new work addresses, and those for which there is a company since, to be looked up by a job. */
export const noteWorkAddresses: Processor = {
  name: 'company-from-email',
  handles: ['people.changed', 'companies.changed'],
  async run(news, { trx }) {
    const rule = await ruleInForce(trx)
    if (rule.mode === 'off') return
    const read = await openWorkAddresses()
    await noteAddresses(trx, await newAddresses(trx, idsIn(news, 'profiles')), { rule, read })
    await noteCompanies(trx, idsIn(news, 'companies'), read)
  },
}

function idsIn(news: News[], what: 'profiles' | 'companies'): string[] {
  return [...new Set(news.flatMap(({ payload }) => changed.parse(payload)[what]))]
}

async function newAddresses(trx: Trx, people: string[]): Promise<Address[]> {
  if (people.length === 0) return []
  const { rows } = await sql<Address>`
    select i.id, i.value from identifiers i
    where i.person_id = any(${people}::uuid[]) and i.type = 'email' and i.state = 'normal'
      and not exists (select from email_companies e where e.identifier_id = i.id)`.execute(trx)
  return rows
}

async function noteCompanies(trx: Trx, companies: string[], read: ReadWorkAddress): Promise<void> {
  if (companies.length === 0) return
  const { rows } = await sql<{ domain: string }>`
    select distinct domain from companies where id = any(${companies}::uuid[]) and domain is not null`.execute(
    trx,
  )
  const domains = rows.flatMap(({ domain }) => read(domain)?.domain ?? [])
  if (domains.length === 0) return
  await sql`
    update email_companies set due = true
    where company_id is null and domain = any(${domains}) and not due`.execute(trx)
}
