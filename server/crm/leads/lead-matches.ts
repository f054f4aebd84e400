import { sql } from 'kysely'
import type { LeadMatches } from '../../../model/lead.ts'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findLead } from './find-lead.ts'

const MOST = 5

/**
 * What may be there already of what a lead is to become: companies its person belongs to, that have the domain of the
 * address or the company's name, and open deals of the person. Of what the caller may see. Throws `not_found`.
 */
export async function findLeadMatches(db: Queryable, caller: Actor, id: string): Promise<LeadMatches> {
  const lead = await findLead(db, caller, id)
  const domain = /@(.+)$/.exec(lead.email)?.[1]?.toLowerCase() ?? ''
  const name = lead.company_name.toLowerCase().slice(0, 80)
  const { rows: companies } = await sql<LeadMatches['companies'][number]>`
    with found as (
      select m.company_id as id, 0 as place from leads l
      join identifiers i on i.id = l.person_ref join identifiers o on o.person_id = i.person_id
      join company_members m on m.identifier_id = o.id where l.id = ${id}::uuid
      union all select c.id, 1 from companies c where ${domain} <> '' and c.domain = any(${[domain, `www.${domain}`]}::text[])
      union all select c.id, 2 from companies c where ${name} <> '' and left(lower(c.name), 80) = ${name}
    )
    select c.id, coalesce(c.name, c.group_id) as name,
      (array['member', 'domain', 'name'])[min(f.place) + 1] as because
    from found f join companies c on c.id = f.id and ${visibleTo(caller, 'companies', 'view', sql`c`)}
    group by c.id, c.name, c.group_id order by min(f.place), c.id limit ${MOST}`.execute(db)
  const { rows: deals } = await sql<LeadMatches['deals'][number]>`
    select d.id, d.name from deals d
    where d.person_ref = any(array(
        select o.id from leads l join identifiers i on i.id = l.person_ref join identifiers o on o.person_id = i.person_id
        where l.id = ${id}::uuid))
      and d.closed_at is null and d.deleted_at is null and ${visibleTo(caller, 'deals', 'view', sql`d`)}
    order by d.updated_at desc, d.id limit ${MOST}`.execute(db)
  return { companies, deals }
}
