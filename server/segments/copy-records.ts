import { sql } from 'kysely'
import type { JsonObject } from '../../model/json.ts'
import type { Platform } from '../platform/index.ts'
import { NOBODY } from './compile/scope.ts'
import { copiedVersion } from './copied-version.ts'
import { copyListed } from './lists/copy-list.ts'
import type { Touched } from './touched.ts'

const ROWS_AT_ONCE = 5_000

/**
 * Copies the deals, companies, memberships, owners and entries of lists that news tell of to the warehouse, as they are now; what is no more is
 * marked so. Copying again does no harm.
 */
export async function copyRecords(platform: Platform, touched: Touched): Promise<void> {
  const deals = [...new Set([...touched.deals, ...(await dealsIn(platform, touched.stages))])]
  for (const some of chunks(deals)) await copyDeals(platform, some)
  for (const some of chunks(touched.companies)) await copyCompanies(platform, some)
  for (const some of chunks(touched.identifiers)) await copyMembers(platform, some)
  for (const some of chunks(touched.owned)) await copyOwners(platform, some)
  for (const one of touched.listed) await copyListed(platform, one)
}

async function dealsIn({ db }: Platform, stages: string[]): Promise<string[]> {
  if (stages.length === 0) return []
  const { rows } = await sql<{
    id: string
  }>`select id from deals where stage_id = any(${stages}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

type DealRow = {
  deal_id: string
  identifier_id: string | null
  stored: string | null
  company_id: string | null
  fields: JsonObject | null
  version: number
  deleted: number
}

async function copyDeals({ db, warehouse }: Platform, ids: string[]): Promise<void> {
  const { rows } = await sql<DealRow>`
    select n.id as deal_id, d.person_ref as identifier_id, i.person_id as stored, d.company_id, ${copiedVersion},
      (d.id is null or d.deleted_at is not null)::int as deleted,
      jsonb_strip_nulls(jsonb_build_object(
        'name', d.name, 'amount', d.amount, 'currency', d.currency, 'state', s.kind,
        'stage', s.name, 'stage_id', s.id, 'probability', s.probability, 'pipeline', p.name, 'pipeline_id', p.id,
        'owner', coalesce(u.name, d.owner_name), 'owner_id', d.owner_id, 'expected_close_on', d.expected_close_on,
        'created_at', to_char(d.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'entered_stage_at', to_char(d.entered_stage_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'closed_at', to_char(d.closed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      )) as fields
    from unnest(${ids}::uuid[]) as n (id) left join deals d on d.id = n.id
    left join stages s on s.id = d.stage_id left join pipelines p on p.id = d.pipeline_id
    left join users u on u.id = d.owner_id left join identifiers i on i.id = d.person_ref`.execute(db)
  await warehouse.insert(
    'deals',
    rows.map((row) => ({
      ...row,
      identifier_id: row.identifier_id ?? NOBODY,
      stored: row.stored ?? NOBODY,
      company_id: row.company_id ?? NOBODY,
      fields: row.fields ?? {},
    })),
  )
}

type CompanyRow = {
  company_id: string
  owner_id: string
  traits: JsonObject
  version: number
  deleted: number
}

async function copyCompanies({ db, warehouse }: Platform, ids: string[]): Promise<void> {
  const { rows } = await sql<CompanyRow>`
    select n.id as company_id, coalesce(u.id, '') as owner_id, ${copiedVersion}, (c.id is null)::int as deleted,
      jsonb_strip_nulls(coalesce(
        jsonb_build_object('owner', u.name, 'owner_id', c.owner_id)
          || (select coalesce(jsonb_object_agg(t.key, t.value -> 'v'), '{}') from jsonb_each(c.traits) as t),
        '{}'::jsonb
      )) as traits
    from unnest(${ids}::uuid[]) as n (id) left join companies c on c.id = n.id
    left join users u on u.id = c.owner_id`.execute(db)
  await warehouse.insert('companies', rows)
}

type MemberRow = {
  identifier_id: string
  company_id: string
  stored: string
  version: number
  deleted: number
}

/** Companies that an identifier has left are those that only the warehouse still knows of. */
async function copyMembers({ db, warehouse }: Platform, identifiers: string[]): Promise<void> {
  const known = await warehouse.rows<{ identifier_id: string; company_id: string }>(
    `select identifier_id, company_id from company_members final where identifier_id in {identifiers:Array(UUID)}`,
    { identifiers },
  )
  const { rows } = await sql<MemberRow>`
    with present as (
      select identifier_id, company_id from company_members where identifier_id = any(${identifiers}::uuid[])
    ), known as (
      select identifier_id, company_id
      from jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as n (identifier_id uuid, company_id uuid)
    )
    select identifier_id, company_id, coalesce(i.person_id, ${NOBODY}::uuid) as stored, ${copiedVersion},
      (not exists (select from present p where p.identifier_id = b.identifier_id and p.company_id = b.company_id))::int as deleted
    from (select * from present union select * from known) as b left join identifiers i on i.id = b.identifier_id`.execute(
    db,
  )
  await warehouse.insert('company_members', rows)
}

type OwnerRow = {
  identifier_id: string
  stored: string
  owner_id: string
  owner_at: number
  version: number
  deleted: number
}

/** Who owns a person hangs on the identifier that was given away, as everything does. */
async function copyOwners({ db, warehouse }: Platform, identifiers: string[]): Promise<void> {
  const { rows } = await sql<OwnerRow>`
    select n.id as identifier_id, coalesce(i.person_id, ${NOBODY}::uuid) as stored, coalesce(u.id, '') as owner_id,
      coalesce(floor(extract(epoch from i.owner_at) * 1000), 0)::float8 as owner_at, ${copiedVersion},
      (i.owner_at is null)::int as deleted
    from unnest(${identifiers}::uuid[]) as n (id) left join identifiers i on i.id = n.id
    left join users u on u.id = i.owner_id`.execute(db)
  await warehouse.insert('person_owners', rows)
}

function chunks(ids: string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / ROWS_AT_ONCE) }, (_, index) =>
    ids.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  )
}
