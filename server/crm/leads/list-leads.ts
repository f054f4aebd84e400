import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Lead, LeadCount, leadsQuery } from '../../../model/lead.ts'
import { leadStatuses, type LeadSort } from '../../../model/lead-status.ts'
import type { Page } from '../../../model/page.ts'
import { visibleTo } from '../../access/index.ts'
import { requireReadableTraits, seesEmail } from '../../people/index.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import { escapeLike, type Queryable } from '../../platform/relational/index.ts'
import { showValues } from '../fields/find-values.ts'
import { invalidField } from '../invalid-field.ts'
import { numberIn, selectLeads, toLead } from './find-lead.ts'

const COUNT_UP_TO = 10_000
const MOST_WORDS = 5

type Query = z.output<typeof leadsQuery>
type Fragment = RawBuilder<unknown>
type Sort = { value: Fragment; type: Fragment; key: z.ZodType<string>; descending: boolean }

const time = { value: sql`r.updated_at`, type: sql`timestamptz`, key: z.iso.datetime({ offset: true }) }
type OwnSort = Exclude<LeadSort, 'person_score' | '-person_score'>
const sorts: Record<OwnSort, Sort> = {
  '-updated_at': { ...time, descending: true },
  updated_at: { ...time, descending: false },
  // A lead without a score comes last.
  '-score': {
    value: sql`coalesce(l.score, -1)`,
    type: sql`int`,
    key: z.string().regex(/^-?\d{1,3}$/),
    descending: true,
  },
  name: { value: sql`lower(left(r.name, 80))`, type: sql`text`, key: z.string().max(200), descending: false },
}

/** Of leads whose people have no score: fewer points than anybody can have. */
const NO_SCORE = -1e9

function sortOf(caller: Actor, { sort, score_of }: Pick<Query, 'sort' | 'score_of'>): Sort {
  if (sort !== 'person_score' && sort !== '-person_score') return sorts[sort]
  if (score_of === undefined) throw invalidField('score_of', 'Say which score leads are sorted by.')
  const value = sql`coalesce(${scoreOfPerson(caller, score_of)}, ${NO_SCORE})`
  const key = z.string().regex(/^-?\d{1,12}(\.\d{1,12})?$/)
  return { value, type: sql`float8`, key, descending: sort === '-person_score' }
}

/** What the person of lead `l` has of a score; null also for who may not see that person. */
function scoreOfPerson(caller: Actor, score: string): Fragment {
  return sql`(select ${numberIn(score)} from identifiers i join people p on p.id = i.person_id
    where i.id = l.person_ref and ${visibleTo(caller, 'people', 'view', sql`p`)})`
}

/** A page of the leads that the caller may see; the cursor names the sort value of the last one. */
export async function listLeads(db: Queryable, caller: Actor, query: Query): Promise<Page<Lead>> {
  const { value, type, key, descending } = sortOf(caller, query)
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, z.tuple([key, z.uuid()])) : []
  const position =
    afterId === undefined ? sql`true` : sql`(${value}, r.id) ${beyond} (${after}::${type}, ${afterId}::uuid)`
  const rows = await selectLeads(
    db,
    caller,
    sql`
      select r.*, to_jsonb(${value}) #>> '{}' as sort_key, row_number() over (order by ${value} ${direction}, r.id ${direction}) as place
      from records r join leads l on l.id = r.id
      where ${conditionOf(caller, query)} and ${position}
      order by ${value} ${direction}, r.id ${direction} limit ${query.limit + 1}`,
    query.score_of,
  )
  const { data, next } = pageFrom(rows, query.limit, ({ sort_key, id }) => [sort_key, id])
  const leads = await Promise.all(
    data.map(async ({ sort_key: _, ...row }) =>
      toLead(caller, row, await showValues(db, caller, { object: 'lead', stored: row.stored })),
    ),
  )
  return { data: leads, next }
}

/** How many leads that the caller may see are in each status; stops counting at 10,000. */
export async function countLeads(db: Queryable, caller: Actor, query: Query): Promise<LeadCount[]> {
  const counted = leadStatuses.map(
    (status) => sql`
      select ${status}::text as status, count(*) as count from (
        select from records r join leads l on l.id = r.id
        where ${conditionOf(caller, { ...query, status })} limit ${COUNT_UP_TO + 1}) as bounded`,
  )
  const { rows } = await sql<{
    status: LeadCount['status']
    count: number
  }>`${sql.join(counted, sql` union all `)}`.execute(db)
  return rows.map(({ status, count }) => ({
    status,
    count: Math.min(count, COUNT_UP_TO),
    more: count > COUNT_UP_TO,
  }))
}

function conditionOf(
  caller: Actor,
  { status, owner, source, person, search, score_of, score_from }: Omit<Query, 'limit' | 'sort'>,
): Fragment {
  if (score_of !== undefined) requireReadableTraits(caller, 'people', [{ field: score_of }])
  const conditions: Fragment[] = [
    sql`r.object = 'lead' and r.deleted_at is null`,
    visibleTo(caller, 'lead', 'view', sql`r`),
  ]
  if (status) conditions.push(sql`l.status = ${status}`)
  if (owner === 'nobody') conditions.push(sql`r.owner_id is null`)
  else if (owner) conditions.push(sql`r.owner_id = ${owner}`)
  if (source) conditions.push(sql`l.source = ${source}`)
  if (person)
    conditions.push(sql`l.person_ref = any(array(
      select o.id from identifiers i join identifiers o on o.person_id = i.person_id where i.id = ${person}::uuid))`)
  if (score_of !== undefined && score_from !== undefined)
    conditions.push(sql`${scoreOfPerson(caller, score_of)} >= ${score_from}::float8`)
  for (const word of wordsOf(search)) conditions.push(mentions(caller, word))
  return sql.join(conditions, sql` and `)
}

function wordsOf(search = ''): string[] {
  return search.toLowerCase().split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
}

function mentions(caller: Actor, word: string): Fragment {
  const pattern = `%${escapeLike(word)}%`
  const email = seesEmail(caller) ? sql`or lower(l.email) like ${pattern}` : sql``
  return sql`(lower(r.name) like ${pattern} or lower(l.company_name) like ${pattern} ${email})`
}
