import { sql } from 'kysely'
import { KithError } from '../../platform/errors.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireCompany, requirePersonRef } from '../deals/references.ts'
import { invalidField } from '../invalid-field.ts'

/** What an activity is about: people as identifiers, companies and deals by id. */
export type Links = { personRefs: string[]; companyIds: string[]; dealIds: string[] }

type Named = {
  person_ids?: string[] | undefined
  company_ids?: string[] | undefined
  deal_ids?: string[] | undefined
}

/**
 * What a new activity is about. A deal brings its person and its company along when the caller names neither. Throws
 * `validation_failed` for what does not exist.
 */
export async function newLinks(trx: Trx, named: Named): Promise<Links> {
  const links = await requireLinks(trx, named)
  if (named.person_ids || named.company_ids || links.dealIds.length === 0) return links
  const { rows } = await sql<{ person_ref: string | null; company_id: string | null }>`
    select person_ref, company_id from deals where id = any(${links.dealIds}::uuid[])`.execute(trx)
  return {
    personRefs: unique(rows.flatMap(({ person_ref }) => person_ref ?? [])),
    companyIds: unique(rows.flatMap(({ company_id }) => company_id ?? [])),
    dealIds: links.dealIds,
  }
}

/** What an activity is about after a change: what is not named stays. */
export async function changedLinks(trx: Trx, id: string, named: Named): Promise<Links> {
  const old = await linksOf(trx, id)
  const links = await requireLinks(trx, named)
  return {
    personRefs: named.person_ids ? links.personRefs : old.personRefs,
    companyIds: named.company_ids ? links.companyIds : old.companyIds,
    dealIds: named.deal_ids ? links.dealIds : old.dealIds,
  }
}

/** What an activity is about. */
export async function linksOf(trx: Trx, id: string): Promise<Links> {
  const { rows } = await sql<{ kind: string; ref: string }>`
    select kind, ref from activity_links where activity_id = ${id}::uuid order by kind, ref`.execute(trx)
  const of = (kind: string) => rows.filter((row) => row.kind === kind).map(({ ref }) => ref)
  return { personRefs: of('person'), companyIds: of('company'), dealIds: of('deal') }
}

/** Keeps what an activity is about, in the place of what it was about before. */
export async function storeLinks(
  trx: Trx,
  { id, links, isOpen }: { id: string; links: Links; isOpen: boolean },
): Promise<void> {
  const rows = [
    ...links.personRefs.map((ref) => ({ kind: 'person', ref })),
    ...links.companyIds.map((ref) => ({ kind: 'company', ref })),
    ...links.dealIds.map((ref) => ({ kind: 'deal', ref })),
  ]
  await sql`
    with n as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (kind text, ref uuid)
    ), gone as (
      delete from activity_links l where l.activity_id = ${id}::uuid
        and not exists (select from n where n.kind = l.kind and n.ref = l.ref)
    )
    insert into activity_links (activity_id, kind, ref, is_open) select ${id}::uuid, kind, ref, ${isOpen} from n
    on conflict (activity_id, kind, ref) do update set is_open = excluded.is_open`.execute(trx)
}

async function requireLinks(trx: Trx, named: Named): Promise<Links> {
  const personRefs: string[] = []
  for (const id of named.person_ids ?? [])
    personRefs.push(await inField('person_ids', requirePersonRef(trx, id)))
  const companyIds = unique(named.company_ids ?? [])
  for (const id of companyIds) await inField('company_ids', requireCompany(trx, id))
  const dealIds = unique(named.deal_ids ?? [])
  await requireDeals(trx, dealIds)
  return { personRefs: unique(personRefs), companyIds, dealIds }
}

/** An error of this list rather than of the field that the check is known under elsewhere. */
async function inField<T>(field: string, check: Promise<T>): Promise<T> {
  try {
    return await check
  } catch (error) {
    if (!(error instanceof KithError)) throw error
    throw invalidField(field, error.message.replace(/^\w+: /, ''))
  }
}

async function requireDeals(trx: Trx, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`
    select from deals where id = any(${ids}::uuid[]) and deleted_at is null for key share`.execute(trx)
  if (rows.length < ids.length) throw invalidField('deal_ids', 'There is no deal with this id.')
}

const unique = (ids: string[]) => [...new Set(ids)]
