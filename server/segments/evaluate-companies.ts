import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'
import type { Companies } from './compile/scope.ts'
import { evaluateAllFor, evaluateSome, scopeOf, type Evaluation } from './evaluate-people.ts'
import type { EvaluatedSegment } from './evaluated-segment.ts'

const COMPANIES_PER_SCAN = 500
/** From so many on, it is quicker to ask about all than to name them. */
const MOST_COMPANIES = 10_000

/** Evaluates these companies for segments of companies. Throws when the warehouse does not answer. */
export async function evaluateCompanies(
  platform: Platform,
  segments: EvaluatedSegment[],
  { companies, limit }: { companies: string[]; limit: number | null },
): Promise<Evaluation> {
  if (companies.length > MOST_COMPANIES) return evaluateAllFor(platform, segments, companies)
  return evaluateSome(platform, segments, {
    members: companies,
    scopeOf: (some) => scopeOfCompanies(platform, some),
    atOnce: COMPANIES_PER_SCAN,
    limit,
  })
}

/** These companies with all who belong to them. */
export async function scopeOfCompanies(platform: Platform, companies: string[]): Promise<Companies> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct i.person_id from company_members m join identifiers i on i.id = m.identifier_id
    where m.company_id = any(${companies}::uuid[])`.execute(platform.db)
  const people = rows.map(({ person_id }) => person_id)
  return { companies, around: await scopeOf(platform, people) }
}
