import { sql } from 'kysely'
import type { Queryable } from '../../../platform/relational/index.ts'
import type { PlanContext } from './context.ts'

/** How a row names a company. */
export type CompanyRef = {
  external?: string | undefined
  domain?: string | undefined
  name?: string | undefined
}
export type FoundCompany = { id: string; groupId: string; isKnown: boolean }

type Find = (ref: CompanyRef) => FoundCompany | null

/** Finds companies by their id elsewhere, their domain, their name, in this order; also those that earlier rows would make. */
export async function findCompanies(
  db: Queryable,
  ctx: PlanContext,
  { refs, system }: { refs: CompanyRef[]; system: string },
): Promise<Find> {
  const [byKey, byExternal] = await Promise.all([findByKeys(db, refs), findByExternal(db, refs, system)])
  return (ref) => {
    for (const key of keysOf(ref, system)) {
      const found = byExternal.get(key) ?? byKey.get(key)
      if (found) return { ...found, isKnown: true }
      const planned = ctx.planned?.get(key)
      if (planned) return { id: planned.id, groupId: groupIdOf(ref), isKnown: true }
    }
    return null
  }
}

/** The keys under which a company is known while planning, the surest first. */
export function keysOf({ external, domain, name }: CompanyRef, system: string): string[] {
  return [
    ...(external ? [`company-id ${system} ${external}`] : []),
    ...(domain ? [`company-domain ${domain}`] : []),
    ...(name ? [`company-name ${normalName(name)}`] : []),
  ]
}

/** The company id of one that is made by an import: its domain, else its name, else its id elsewhere. */
export function groupIdOf({ domain, name, external }: CompanyRef): string {
  return (domain ?? name ?? external ?? '').slice(0, 500)
}

export function normalName(name: string): string {
  return name.trim().toLowerCase().slice(0, 80)
}

type Company = { id: string; groupId: string }

async function findByKeys(db: Queryable, refs: CompanyRef[]): Promise<Map<string, Company>> {
  const domains = unique(refs.map(({ domain }) => domain))
  const names = unique(refs.map(({ name }) => name && normalName(name)))
  const groups = unique(refs.map(groupIdOf))
  const { rows } = await sql<{ id: string; group_id: string; name: string | null; domain: string | null }>`
    select id, group_id, left(lower(name), 80) as name, domain from companies where domain = any(${domains}::text[])
    union
    select id, group_id, left(lower(name), 80), domain from companies where left(lower(name), 80) = any(${names}::text[])
    union
    select id, group_id, left(lower(name), 80), domain from companies where group_id = any(${groups}::text[])
    order by id desc`.execute(db)
  const found = new Map<string, Company>()
  for (const { id, group_id, name, domain } of rows) {
    const company = { id, groupId: group_id }
    if (domain) found.set(`company-domain ${domain.replace(/^www\./, '')}`, company)
    if (name) found.set(`company-name ${name}`, company)
    found.set(`company-domain ${group_id}`, company)
    found.set(`company-name ${normalName(group_id)}`, company)
  }
  return found
}

async function findByExternal(
  db: Queryable,
  refs: CompanyRef[],
  system: string,
): Promise<Map<string, Company>> {
  const externals = unique(refs.map(({ external }) => external))
  if (externals.length === 0) return new Map()
  const { rows } = await sql<{ external_id: string; id: string; group_id: string }>`
    select x.external_id, c.id, c.group_id from external_ids x join companies c on c.id = x.record_id
    where x.object = 'companies' and x.system = ${system} and x.external_id = any(${externals}::text[])`.execute(
    db,
  )
  return new Map(
    rows.map((row) => [`company-id ${system} ${row.external_id}`, { id: row.id, groupId: row.group_id }]),
  )
}

function unique(values: (string | undefined)[]): string[] {
  return [...new Set(values.filter((value): value is string => Boolean(value)))]
}
