import { sql, type RawBuilder } from 'kysely'

/** Which deals a list is about. */
export type DealFilter = {
  pipeline?: string | undefined
  stage?: string | undefined
  person?: string | undefined
  company?: string | undefined
  search?: string | undefined
}

type Fragment = RawBuilder<unknown>

const MAX_WORDS = 5

/** The condition on `deals d` that a filter means. */
export function filterDeals({ pipeline, stage, person, company, search }: DealFilter): Fragment {
  const conditions = (search ?? '').split(/\s+/).filter(Boolean).slice(0, MAX_WORDS).map(mentions)
  if (pipeline) conditions.push(sql`d.pipeline_id = ${pipeline}::uuid`)
  if (stage) conditions.push(sql`d.stage_id = ${stage}::uuid`)
  if (company) conditions.push(sql`d.company_id = ${company}::uuid`)
  if (person) conditions.push(isOf(person))
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

/** The word is part of the deal's name, or of what its company is found by. */
function mentions(word: string): Fragment {
  const pattern = `%${word.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
  return sql`(
    lower(d.name) like ${pattern}
    or d.company_id = any(array(select id from companies where search like ${pattern})))`
}

/** Any identifier of a person, and any former id, means the person of today. */
function isOf(person: string): Fragment {
  return sql`d.person_ref = any(array(
    select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${person}::uuid))`
}
