import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { comparison, type Comparison, type Operator } from '../../../model/filter.ts'
import { visibleTo } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import { requireReadableTraits, searchesContacts } from './visible-fields.ts'
import { escapeLike } from '../../platform/relational/index.ts'

/** Which people a list or a count is about. */
export type PeopleFilter = {
  search: string | null
  segment: string | null
  company: string | null
  traits: Comparison[]
}

type Fragment = RawBuilder<unknown>

const MAX_COMPARISONS = 10

/** Reads the `filter` parameter: a JSON list of comparisons of traits. */
export function readComparisons(text: string | undefined): Comparison[] {
  if (!text) return []
  const parsed = z.array(comparison).max(MAX_COMPARISONS).safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw fail(
    'validation_failed',
    `filter: ${parsed.error.issues[0]?.message ?? 'is not a list of comparisons'}.`,
    [{ field: 'filter', problem: 'is not a list of comparisons' }],
  )
}

/**
 * The conditions on `people p` that a filter means, of the people whom the caller may see. Throws `forbidden` when it
 * compares a hidden trait.
 */
export function whereOf(caller: Actor, { search, segment, company, traits }: PeopleFilter): Fragment {
  requireReadableTraits(caller, 'people', traits)
  const conditions: Fragment[] = [
    visibleTo(caller, 'people', 'view', sql`p`),
    ...traits.map((one) => comparePersonTrait(one, sql`p.traits`)),
  ]
  // The index leaves out people with nothing to search for, so the question has to, too.
  if (search) conditions.push(sql`p.search <> ''`)
  if (search)
    for (const word of search.toLowerCase().split(/\s+/).slice(0, 5))
      conditions.push(wordCondition(caller, `%${escapeLike(word)}%`))
  if (segment)
    conditions.push(
      sql`exists (select from segment_members m where m.segment_id = ${segment}::uuid and m.member_id = p.id)`,
    )
  if (company) {
    conditions.push(sql`p.id in (
      select i.person_id from company_members m join identifiers i on i.id = m.identifier_id
      join companies c on c.id = m.company_id
      where m.company_id = ${company}::uuid and ${visibleTo(caller, 'companies', 'view', sql`c`)})`)
  }
  return sql.join(conditions, sql` and `)
}

function wordCondition(caller: Actor, pattern: string): Fragment {
  const isFound = sql`p.search like ${pattern}`
  return searchesContacts(caller) ? isFound : sql`(${isFound} and lower(p.name) like ${pattern})`
}

const compilers = {
  is: (path, value) => sql`lower(${path}) = any(${texts(value)}::text[])`,
  is_not: (path, value) => sql`(${path} is null or lower(${path}) <> all(${texts(value)}::text[]))`,
  contains: (path, value) => sql`${path} ilike ${`%${escapeLike(first(value))}%`}`,
  not_contains: (path, value) =>
    sql`(${path} is null or ${path} not ilike ${`%${escapeLike(first(value))}%`})`,
  starts_with: (path, value) => sql`${path} ilike ${`${escapeLike(first(value))}%`}`,
  greater: (path, value) => sql`${numeric(path)} > ${Number(first(value))}`,
  at_least: (path, value) => sql`${numeric(path)} >= ${Number(first(value))}`,
  less: (path, value) => sql`${numeric(path)} < ${Number(first(value))}`,
  at_most: (path, value) => sql`${numeric(path)} <= ${Number(first(value))}`,
  before: (path, value) => sql`(${isoDate(path)} and ${path} < ${first(value)})`,
  after: (path, value) => sql`(${isoDate(path)} and ${path} > ${first(value)})`,
  set: (path) => sql`${path} is not null`,
  not_set: (path) => sql`${path} is null`,
} satisfies Record<Operator, (path: Fragment, value: Comparison['value']) => Fragment>

/** The condition on a person's traits that a comparison means; dots in its name reach into objects. */
export function comparePersonTrait({ field, operator, value }: Comparison, traits: Fragment): Fragment {
  return compilers[operator](sql`(${traits} #>> ${field.split('.')}::text[])`, value)
}

/** Traits hold what clients sent: only texts that look like numbers are compared as numbers. */
function numeric(path: Fragment): Fragment {
  return sql`(case when ${path} ~ '^-?[0-9]{1,15}(\\.[0-9]{1,15})?$' then ${path}::numeric end)`
}

function isoDate(path: Fragment): Fragment {
  return sql`${path} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'`
}

function texts(value: Comparison['value']): string[] {
  return (Array.isArray(value) ? value : [value]).map((one) => String(one).toLowerCase())
}

function first(value: Comparison['value']): string {
  return String(Array.isArray(value) ? value[0] : value)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
