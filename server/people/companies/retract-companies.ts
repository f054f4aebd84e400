import { sql } from 'kysely'
import type { Trx } from '../../platform/relational/index.ts'
import { advanceIdentityVersion } from '../identity/known-identities.ts'
import { restoreTraits, type TraitMap } from '../traits/trait-map.ts'
import type { FactUndo } from '../undoable-facts.ts'
import { describeCompany } from './store-companies.ts'

/**
 * Takes back what facts said about companies: traits get the values they had, and companies that only these facts spoke of go,
 * unless they are in use. Gives why something was left as it is, in words, by message id.
 */
export async function retractCompanies(
  trx: Trx,
  facts: FactUndo[],
  inUse: ReadonlySet<string>,
): Promise<Map<string, string[]>> {
  const kept = new Map<string, string[]>()
  const about = facts.filter(
    ({ company }) => company && (company.fresh || Object.keys(company.traits).length > 0),
  )
  if (about.length === 0) return kept
  await advanceIdentityVersion(trx)
  const rows = await loadCompanies(
    trx,
    about.flatMap(({ company }) => company?.id ?? []),
  )
  const changed = new Map<string, TraitMap>()
  for (const { company, messageId } of about) {
    const row = rows.get(company?.id ?? '')
    if (!row || !company) continue
    const result = restoreTraits(changed.get(row.id) ?? row.traits, company.traits, messageId)
    changed.set(row.id, result.traits)
    if (result.kept.length > 0)
      kept.set(
        messageId,
        result.kept.map((key) => `${key} was changed since`),
      )
  }
  await storeRestored(trx, rows, changed)
  const removed = await removeCompanies(trx, about, inUse)
  for (const { company, messageId } of about)
    if (company?.fresh && rows.has(company.id) && !removed.has(company.id))
      kept.set(messageId, [...(kept.get(messageId) ?? []), 'it is used by something newer'])
  return kept
}

type Row = { id: string; group_id: string; traits: TraitMap }

async function loadCompanies(trx: Trx, ids: string[]): Promise<Map<string, Row>> {
  const { rows } = await sql<Row>`
    select id, group_id, traits from companies where id = any(${ids}::uuid[]) for update`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

async function storeRestored(
  trx: Trx,
  rows: Map<string, Row>,
  changed: Map<string, TraitMap>,
): Promise<void> {
  const input = [...changed].map(([id, traits]) => ({
    id,
    traits,
    ...describeCompany(rows.get(id)?.group_id ?? '', traits),
  }))
  await sql`
    update companies c set traits = n.traits, name = n.name, domain = n.domain, search = n.search
    from jsonb_to_recordset(${JSON.stringify(input)}::jsonb)
      as n (id uuid, traits jsonb, name text, domain text, search text)
    where c.id = n.id`.execute(trx)
}

async function removeCompanies(
  trx: Trx,
  facts: FactUndo[],
  inUse: ReadonlySet<string>,
): Promise<Set<string>> {
  const fresh = facts.flatMap(({ company, at }) =>
    company?.fresh && !inUse.has(company.id) ? [{ id: company.id, at: new Date(at) }] : [],
  )
  const { rows } = await sql<{ id: string }>`
    delete from companies c using jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as n (id uuid, at timestamptz)
    where c.id = n.id and c.last_seen <= n.at and c.traits = '{}'
      and not exists (select from company_members m where m.company_id = c.id and m.by_email is not true)
    returning c.id`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}
