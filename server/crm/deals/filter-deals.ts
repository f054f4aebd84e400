import { sql, type RawBuilder } from 'kysely'
import { visibleTo } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { findMentions } from './find-mentions.ts'

/** Which deals a list is about. */
export type DealFilter = {
  pipeline?: string | undefined
  stage?: string | undefined
  person?: string | undefined
  company?: string | undefined
  search?: string | undefined
}

type Fragment = RawBuilder<unknown>

/** The condition on `deals d` that a filter means, of the deals that the caller may see. */
export async function filterDeals(
  db: Queryable,
  caller: Actor,
  { pipeline, stage, person, company, search }: DealFilter,
): Promise<Fragment> {
  const conditions = [sql`d.deleted_at is null`, visibleTo(caller, 'deals', 'view', sql`d`)]
  if (pipeline) conditions.push(sql`d.pipeline_id = ${pipeline}::uuid`)
  if (stage) conditions.push(sql`d.stage_id = ${stage}::uuid`)
  if (company) conditions.push(sql`d.company_id = ${company}::uuid`)
  if (person) conditions.push(isOf(person))
  if (search) conditions.push(await findMentions(db, search))
  return sql.join(conditions, sql` and `)
}

/** Any identifier of a person, and any former id, means the person of today. */
function isOf(person: string): Fragment {
  return sql`d.person_ref = any(array(
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${person}::uuid))`
}
