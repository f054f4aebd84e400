import { sql } from 'kysely'
import type { Lead } from '../../../model/lead.ts'
import { retractCompanies, retractFacts, type FactUndo } from '../../people/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordProfiles } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { deleteDealIn } from '../deals/delete-deal.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { lockLead } from './change-lead.ts'
import type { Conversion } from './conversion.ts'
import { readWritten } from './find-lead.ts'
import { tellOfLead } from './tell-of-lead.ts'

/**
 * Takes a conversion back: the deal that it made goes, and so do the company and the membership that nobody else spoke of; the
 * lead is what it was before. Throws `conflict` when it is not converted, or when the deal was changed since.
 */
export async function undoConversion({ db, clock }: Platform, actor: Actor, id: string): Promise<Lead> {
  const at = new Date(clock.now())
  return db.transaction().execute(async (trx) => {
    const lead = await lockLead(trx, actor, { id })
    await requireRecordOf(trx, actor, { object: 'lead', id, action: 'edit' })
    if (lead.converted_at === null) throw fail('conflict', 'This lead is not converted.')
    const conversion = await conversionOf(trx, id)
    await takeBackDeal(trx, actor, { conversion, at })
    await takeBackCompany(trx, conversion)
    await sql`
      update leads set status = ${conversion.status}, status_at = ${at}, converted_at = null, company_id = null, deal_id = null,
        conversion = null where id = ${id}`.execute(trx)
    await sql`update records set version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
    await tellOfLead(trx, actor, { kind: 'conversion_undone', id, at })
    return readWritten(trx, actor, id)
  })
}

async function conversionOf(trx: Trx, id: string): Promise<Conversion> {
  const { rows } = await sql<{
    conversion: Conversion | null
  }>`select conversion from leads where id = ${id}::uuid`.execute(trx)
  const conversion = rows[0]?.conversion
  invariant(conversion, 'A converted lead knows how it was converted.')
  return conversion
}

/** A deal that somebody worked on since is not thrown away with a click. */
async function takeBackDeal(
  trx: Trx,
  actor: Actor,
  { conversion: { deal, activities }, at }: { conversion: Conversion; at: Date },
): Promise<void> {
  if (!deal) return
  const { rows } = await sql<{ version: number }>`
    select version from deals where id = ${deal.id}::uuid and deleted_at is null for update`.execute(trx)
  await sql`
    delete from activity_links where kind = 'deal' and ref = ${deal.id}::uuid
      and activity_id = any(${activities}::uuid[])`.execute(trx)
  const [now] = rows
  if (!deal.made || !now) return
  if (now.version !== deal.version)
    throw fail(
      'conflict',
      'The deal was changed since. Delete it first if it is not wanted, then undo the conversion.',
    )
  await deleteDealIn(trx, actor, { id: deal.id, at })
}

/** A company that somebody made other deals for by now stays as it is; the person belongs to it no longer. */
async function takeBackCompany(trx: Trx, { facts, deal }: Conversion): Promise<void> {
  if (facts.length === 0) return
  const inUse = await inUseBesides(trx, facts, deal?.id ?? null)
  const { people, moved } = await retractFacts(trx, facts, { inUse })
  await retractCompanies(
    trx,
    facts.filter(({ company }) => company && !inUse.has(company.id)),
    inUse,
  )
  await recordProfiles(trx, { people, moved, companies: [] })
}

async function inUseBesides(trx: Trx, facts: FactUndo[], dealId: string | null): Promise<Set<string>> {
  const companies = facts.flatMap(({ company }) => (company ? [company.id] : []))
  const { rows } = await sql<{ id: string }>`
    select company_id as id from deals where company_id = any(${companies}::uuid[]) and id is distinct from ${dealId}::uuid
    union select company_id from company_members m where company_id = any(${companies}::uuid[]) and by_email is not true
      and not m.identifier_id = any(${facts.flatMap(({ identifiers }) => identifiers.map(({ id }) => id))}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map(({ id }) => id))
}
