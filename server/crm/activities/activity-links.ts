import { sql, type RawBuilder } from 'kysely'
import { visibleTo } from '../../access/index.ts'
import { KithError } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { requireCompany, requirePersonRef } from '../deals/references.ts'
import { invalidField } from '../invalid-field.ts'
import { linkVisibleTo } from './activity-rights.ts'

/** What an activity is about: people as identifiers, companies and deals by id. */
export type Links = { personRefs: string[]; companyIds: string[]; dealIds: string[] }

type Named = {
  person_ids?: string[] | undefined
  company_ids?: string[] | undefined
  deal_ids?: string[] | undefined
}

/**
 * What a new activity is about. A deal brings its person and its company along when the caller names neither. Throws
 * `validation_failed` for what does not exist or the caller may not see.
 */
export async function newLinks(trx: Trx, caller: Actor, named: Named): Promise<Links> {
  const links = await requireLinks(trx, caller, named)
  if (named.person_ids || named.company_ids || links.dealIds.length === 0) return links
  const { rows } = await sql<{ person_ref: string | null; company_id: string | null }>`
    select person_ref, company_id from deals where id = any(${links.dealIds}::uuid[])`.execute(trx)
  return {
    personRefs: unique(rows.flatMap(({ person_ref }) => person_ref ?? [])),
    companyIds: unique(rows.flatMap(({ company_id }) => company_id ?? [])),
    dealIds: links.dealIds,
  }
}

/** What an activity is about after a change: what is not named stays, and so does what the caller does not see. */
export async function changedLinks(
  trx: Trx,
  caller: Actor,
  { id, named }: { id: string; named: Named },
): Promise<Links> {
  const [old, unseen] = [await linksOf(trx, id), await unseenLinksOf(trx, caller, id)]
  const links = await requireLinks(trx, caller, named)
  return {
    personRefs: named.person_ids ? unique([...links.personRefs, ...unseen.personRefs]) : old.personRefs,
    companyIds: named.company_ids ? unique([...links.companyIds, ...unseen.companyIds]) : old.companyIds,
    dealIds: named.deal_ids ? unique([...links.dealIds, ...unseen.dealIds]) : old.dealIds,
  }
}

/** What an activity is about. */
export function linksOf(trx: Trx, id: string): Promise<Links> {
  return selectLinks(trx, id, sql`true`)
}

function unseenLinksOf(trx: Trx, caller: Actor, id: string): Promise<Links> {
  return selectLinks(trx, id, sql`not ${linkVisibleTo(caller, 'view')}`)
}

async function selectLinks(trx: Trx, id: string, condition: RawBuilder<unknown>): Promise<Links> {
  const { rows } = await sql<{ kind: string; ref: string }>`
    select l.kind, l.ref from activity_links l
    where l.activity_id = ${id}::uuid and ${condition} order by l.kind, l.ref`.execute(trx)
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

async function requireLinks(trx: Trx, caller: Actor, named: Named): Promise<Links> {
  const personRefs: string[] = []
  for (const id of named.person_ids ?? [])
    personRefs.push(await inField('person_ids', requirePersonRef(trx, caller, id)))
  const companyIds = unique(named.company_ids ?? [])
  for (const id of companyIds) await inField('company_ids', requireCompany(trx, caller, id))
  const dealIds = unique(named.deal_ids ?? [])
  await requireDeals(trx, caller, dealIds)
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

async function requireDeals(trx: Trx, caller: Actor, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`
    select from deals d
    where d.id = any(${ids}::uuid[]) and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}
    for key share`.execute(trx)
  if (rows.length < ids.length) throw invalidField('deal_ids', 'There is no deal with this id.')
}

const unique = (ids: string[]) => [...new Set(ids)]
