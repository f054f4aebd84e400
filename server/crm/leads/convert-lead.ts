import { sql } from 'kysely'
import type { z } from 'zod'
import { dealInput } from '../../../model/deal.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Lead, leadConversion } from '../../../model/lead.ts'
import { requireCreation } from '../../access/index.ts'
import { identifierIds, type FactUndo, type KnownIdentifier } from '../../people/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { createDealIn } from '../deals/create-deal.ts'
import { requireCompany } from '../deals/references.ts'
import { requireDeal } from '../deals/require-deal.ts'
import { listFields } from '../fields/find-fields.ts'
import { requireRecordOf } from '../objects/record-rights.ts'
import { recordCrmFacts } from '../record-facts.ts'
import { lockLead } from './change-lead.ts'
import type { Conversion } from './conversion.ts'
import { readWritten } from './find-lead.ts'
import { tellOfLead } from './tell-of-lead.ts'

type Input = z.output<typeof leadConversion>
type Converting = { lead: Lead; identifier: KnownIdentifier; input: Input; at: Date }

/**
 * Makes of a lead what it says: its person stays who they are, comes to a company, and gets a deal; each may be there
 * already. What was noted and planned for the person since the lead came stands on the deal, too. One transaction; the lead
 * stays, with all its values. Throws `conflict` when it is converted or disqualified, `validation_failed`, `forbidden`.
 */
export async function convertLead(
  platform: Platform,
  actor: Actor,
  { id, input }: { id: string; input: Input },
): Promise<Lead> {
  const at = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    const lead = await lockLead(trx, actor, { id, version: input.version })
    await requireRecordOf(trx, actor, { object: 'lead', id, action: 'edit' })
    if (lead.converted_at !== null) throw fail('conflict', 'This lead is converted already.')
    if (lead.status === 'disqualified')
      throw fail('conflict', 'This lead is disqualified. Take it up again first.')
    const converting = { lead, identifier: await identifierOf(trx, id), input, at }
    const company = await joinCompany(trx, platform, actor, converting)
    const deal = await dealOf(trx, actor, converting, company?.id ?? null)
    const activities = deal ? await carryActivities(trx, { converting, dealId: deal.id }) : []
    const conversion: Conversion = { status: lead.status, facts: company?.undo ?? [], deal, activities }
    await sql`
      update leads set status = 'qualified', status_at = ${at}, converted_at = ${at}, company_id = ${company?.id ?? null},
        deal_id = ${deal?.id ?? null}, conversion = ${JSON.stringify(conversion)}::jsonb
      where id = ${id}`.execute(trx)
    await sql`update records set version = version + 1, updated_at = ${at} where id = ${id}`.execute(trx)
    const properties = { ...(company && { company_id: company.id }), ...(deal && { deal_id: deal.id }) }
    await tellOfLead(trx, actor, { kind: 'converted', id, properties, at })
    return readWritten(trx, actor, id)
  })
}

async function identifierOf(db: Queryable, leadId: string): Promise<KnownIdentifier> {
  const { rows } = await sql<KnownIdentifier>`
    select i.id, i.type, i.value from leads l join identifiers i on i.id = l.person_ref where l.id = ${leadId}::uuid`.execute(
    db,
  )
  if (!rows[0]) throw fail('conflict', 'The person of this lead is no more.')
  return rows[0]
}

type Joined = { id: string; undo: FactUndo[] } | null

/** Lets the person belong to the company; a new one gets its name as its id, as one from a source or a file does. */
async function joinCompany(
  trx: Trx,
  { secrets, log }: Platform,
  actor: Actor,
  { lead, identifier, input: { company }, at }: Converting,
): Promise<Joined> {
  if (!company) return null
  if ('name' in company) requireCreation(actor, 'companies', lead.owner?.id ?? null)
  else await requireCompany(trx, actor, company.id)
  const groupId = 'name' in company ? company.name : await groupIdOf(trx, company.id)
  const id =
    'name' in company ? identifierIds(secrets.derive('identifiers')).of('group_id', groupId) : company.id
  const fact = {
    identifiers: [identifier],
    at: at.getTime(),
    sourceId: lead.id,
    messageId: `lead-${lead.id}-${at.getTime()}`,
    traits: null,
    company: { id, groupId, traits: 'name' in company ? { name: company.name } : null },
  }
  const { undo } = await recordCrmFacts(trx, [fact], log.head())
  return { id, undo }
}

async function groupIdOf(trx: Trx, companyId: string): Promise<string> {
  const { rows } = await sql<{
    group_id: string
  }>`select group_id from companies where id = ${companyId}::uuid`.execute(trx)
  invariant(rows[0], 'A company that was just found has an id of its own.')
  return rows[0].group_id
}

async function dealOf(
  trx: Trx,
  actor: Actor,
  { lead, identifier, input: { deal }, at }: Converting,
  companyId: string | null,
): Promise<Conversion['deal']> {
  if (!deal) return null
  if ('id' in deal) {
    await requireDeal(trx, actor, { id: deal.id, action: 'edit' })
    return { id: deal.id, made: false, version: 0 }
  }
  const input = dealInput.parse({
    ...deal,
    person_id: identifier.id,
    company_id: companyId,
    owner_id: lead.owner?.id ?? undefined,
    fields: await sharedValues(trx, lead.fields),
  })
  const made = await createDealIn(trx, actor, { input, at })
  return { id: made.id, made: true, version: made.version }
}

/** The values of a lead for which deals have a field with the same key and type. A file stays the lead's. */
async function sharedValues(trx: Trx, values: JsonObject): Promise<JsonObject> {
  const [own, deals] = [await listFields(trx, 'lead'), await listFields(trx, 'deal')]
  const shared = own.filter(
    (field) => field.type !== 'file' && deals.some((one) => one.key === field.key && one.type === field.type),
  )
  return Object.fromEntries(
    shared.flatMap(({ key }) => (values[key] === undefined ? [] : [[key, values[key]]])),
  )
}

/** What is about the person since the lead came, and about no deal, is about this deal, too. Gives the activities. */
async function carryActivities(
  trx: Trx,
  { converting: { lead, identifier }, dealId }: { converting: Converting; dealId: string },
): Promise<string[]> {
  const { rows } = await sql<{ activity_id: string }>`
    insert into activity_links (activity_id, kind, ref, is_open)
    select distinct a.id, 'deal', ${dealId}::uuid, a.done_at is null
    from identifiers i join identifiers o on o.person_id = i.person_id
    join activity_links l on l.ref = o.id and l.kind = 'person' join activities a on a.id = l.activity_id
    where i.id = ${identifier.id} and a.deleted_at is null and a.created_at >= ${lead.created_at}::timestamptz
      and not exists (select from activity_links k where k.activity_id = a.id and k.kind = 'deal')
    on conflict do nothing returning activity_id`.execute(trx)
  return rows.map(({ activity_id }) => activity_id)
}
