import { sql } from 'kysely'
import type { Platform } from '../../../platform/index.ts'
import { recordProfiles } from '../../../platform/outbox/index.ts'
import type { Trx } from '../../../platform/relational/index.ts'
import { identifierIds, type IdentifierIds } from '../../identity/identifiers.ts'
import { lockIdentity } from '../../identity/identity-lock.ts'
import { KnownIdentities } from '../../identity/known-identities.ts'
import { storeCompanies } from '../store-companies.ts'
import { isExcluded } from './note-addresses.ts'
import { ruleInForce, type RuleInForce } from './rule.ts'
import { domainsOf, type WorkAddress } from './work-address.ts'

/** So many addresses are looked up in one transaction. */
const ADDRESSES_AT_ONCE = 500
/** The source of what the domain of an address says. */
const BY_EMAIL = '00000000-0000-4000-8000-000000000003'

type DueAddress = WorkAddress & { identifier_id: string; first_seen: Date }
type Placed = { identifier_id: string; company_id: string; first_seen: Date }

/**
 * Adds the people behind addresses that are due to the companies of their domains, which are made if the rule says so. Gives
 * false when nothing was due. One that is cut off begins anew.
 */
export async function settleAddresses({ db, secrets }: Platform): Promise<boolean> {
  const ids = identifierIds(secrets.derive('identifiers'))
  return db.transaction().execute(async (trx) => {
    const due = await takeDue(trx)
    if (due.length === 0) return false
    const rule = await ruleInForce(trx)
    const wanted = rule.mode === 'off' ? [] : due.filter((address) => !isExcluded(address, rule))
    const companies = await companiesFor(trx, wanted, { rule, ids })
    const placed = wanted.flatMap((address) => {
      const company = domainsOf(address).flatMap((domain) => companies.get(domain) ?? [])[0]
      return company === undefined ? [] : [{ ...pick(address), company_id: company }]
    })
    await addMembers(trx, placed)
    return true
  })
}

const pick = ({ identifier_id, first_seen }: DueAddress) => ({ identifier_id, first_seen })

async function takeDue(trx: Trx): Promise<DueAddress[]> {
  const { rows } = await sql<DueAddress>`
    update email_companies e set due = false from identifiers i
    where i.id = e.identifier_id and e.identifier_id in (
      select identifier_id from email_companies where due order by identifier_id limit ${ADDRESSES_AT_ONCE} for update skip locked)
    returning e.identifier_id, e.host, e.domain, i.first_seen`.execute(trx)
  return rows
}

/** The company of each domain; of several the one that was known first. */
async function companiesFor(
  trx: Trx,
  addresses: DueAddress[],
  { rule, ids }: { rule: RuleInForce; ids: IdentifierIds },
): Promise<Map<string, string>> {
  const known = await knownCompanies(trx, [...new Set(addresses.flatMap(domainsOf))])
  if (rule.mode !== 'create') return known
  const unknown = addresses.filter((address) => !domainsOf(address).some((domain) => known.has(domain)))
  if (unknown.length === 0) return known
  // A source may be making the same company at this moment; whoever comes second finds it.
  await lockIdentity(trx)
  const since = await knownCompanies(trx, [...new Set(unknown.map(({ domain }) => domain))])
  const missing = unknown.filter(({ domain }) => !since.has(domain))
  const made = await makeCompanies(trx, missing, ids)
  return new Map([...known, ...since, ...made])
}

async function knownCompanies(trx: Trx, domains: string[]): Promise<Map<string, string>> {
  if (domains.length === 0) return new Map()
  const { rows } = await sql<{ domain: string; id: string }>`
    select distinct on (domain) domain, id from companies where domain = any(${domains})
    order by domain, first_seen, id`.execute(trx)
  return new Map(rows.map(({ domain, id }) => [domain, id]))
}

/** A company that is made has its domain as the id that sources may know it by, and no name until somebody gives it one. */
async function makeCompanies(
  trx: Trx,
  addresses: DueAddress[],
  ids: IdentifierIds,
): Promise<Map<string, string>> {
  const facts = new Map(
    addresses
      .toSorted((a, b) => b.first_seen.getTime() - a.first_seen.getTime())
      .map(({ domain, first_seen }) => {
        const at = first_seen.getTime()
        const write = { at, sourceId: BY_EMAIL, messageId: `email-domain-${domain}`, traits: { domain } }
        const id = ids.of('group_id', domain)
        return [domain, { id, groupId: domain, firstSeen: at, lastSeen: at, writes: [write] }]
      }),
  )
  const known = new KnownIdentities()
  await storeCompanies(trx, [...facts.values()], { known, learned: await known.begin(trx) })
  return new Map([...facts].map(([domain, { id }]) => [domain, id]))
}

/** Whoever a source or a user added already stays as they are. */
async function addMembers(trx: Trx, placed: Placed[]): Promise<void> {
  if (placed.length === 0) return
  const input = JSON.stringify(placed)
  await sql`
    update email_companies e set company_id = n.company_id
    from jsonb_to_recordset(${input}::jsonb) as n (identifier_id uuid, company_id uuid)
    where e.identifier_id = n.identifier_id`.execute(trx)
  const { rows } = await sql<{ person_id: string }>`
    with added as (
      insert into company_members (identifier_id, company_id, first_seen, last_seen, by_email)
      select identifier_id, company_id, first_seen, first_seen, true
      from jsonb_to_recordset(${input}::jsonb) as n (identifier_id uuid, company_id uuid, first_seen timestamptz)
      order by identifier_id, company_id
      on conflict do nothing returning identifier_id
    )
    select distinct i.person_id from added join identifiers i on i.id = added.identifier_id`.execute(trx)
  await recordProfiles(trx, { people: rows.map(({ person_id }) => person_id), moved: [] })
}
