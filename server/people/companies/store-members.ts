import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { SEEN_AGAIN_MS, spanOf, type Memory } from '../identity/known-identities.ts'

/** An identifier acted for a company. Kept by identifier, so that it follows every merge by itself. */
export type MemberFact = { identifierId: string; companyId: string; firstSeen: number; lastSeen: number }

/** Attaches people to companies, many to many. Gives the identifiers of whom something is on record that was not before. */
export async function storeMembers(
  trx: Trx,
  facts: MemberFact[],
  { known, learned }: Memory,
): Promise<string[]> {
  const news = facts.filter((fact) => !known.hasSpan(keyOf(fact), spanOf(fact)))
  if (news.length === 0) return []
  for (const fact of news) learned.spans.set(keyOf(fact), spanOf(fact))
  const input = news.map((fact) => ({
    identifier_id: fact.identifierId,
    company_id: fact.companyId,
    first_seen: new Date(fact.firstSeen),
    last_seen: new Date(fact.lastSeen),
  }))
  await sql`
    insert into company_members as m (identifier_id, company_id, first_seen, last_seen)
    select * from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (identifier_id uuid, company_id uuid, first_seen timestamptz, last_seen timestamptz)
    order by identifier_id, company_id
    on conflict (identifier_id, company_id) do update set
      first_seen = least(m.first_seen, excluded.first_seen),
      last_seen = greatest(m.last_seen, excluded.last_seen),
      by_email = null
    where m.by_email or excluded.first_seen < m.first_seen
      or excluded.last_seen > m.last_seen + make_interval(secs => ${SEEN_AGAIN_MS / 1_000})`.execute(trx)
  return news.map(({ identifierId }) => identifierId)
}

function keyOf({ identifierId, companyId }: MemberFact): string {
  return `${identifierId} ${companyId}`
}
