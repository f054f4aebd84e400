import { sql } from 'kysely'
import type { ActivityKind } from '../../../model/activity.ts'
import type { SearchHit } from '../../../model/home.ts'
import { activityVisibleTo, linkVisibleTo } from '../../crm/index.ts'
import { seesEmail } from '../../people/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import { mostAlike, resembles, type Queryable, type Trx } from '../../platform/relational/index.ts'
import {
  CANDIDATES,
  containsWords,
  LIKE_CANDIDATES,
  type Candidate,
  type SearchQuery,
  type SearchText,
} from './search-text.ts'

/** Of a word that is in more activities, so many are looked at: rights are checked one by one. */
const LOOKED_AT = 5_000
const TITLE_LENGTH = 120

// The expression of the index.
const words = sql`lower(left(a.subject || ' ' || a.body, 2000))`

type Row = { id: string; kind: ActivityKind; subject: string; body: string; about: string | null }

/** Activities, best first: a subject that begins with the text, one that has it, then all that have every word; newest first. */
export async function findActivities(
  db: Queryable,
  caller: Actor,
  { text, limit }: SearchQuery,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with having_it as materialized (
      select a.id, a.subject, a.created_at, a.assignee_id, a.author_id from activities a
      where a.deleted_at is null and ${containsWords(words, text)} limit ${LOOKED_AT}
    )
    select f.id from (
      select a.* from having_it a where ${activityVisibleTo(caller, 'view', sql`a`)}
      limit ${caller.type === 'user' ? LOOKED_AT : CANDIDATES}
    ) f
    order by not starts_with(lower(f.subject), ${text.whole}), strpos(lower(f.subject), ${text.whole}) = 0,
      f.created_at desc, f.id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Activities with something in them that is spelt much like the text. */
export async function findActivitiesLike(
  trx: Trx,
  caller: Actor,
  { whole }: SearchText,
): Promise<Candidate[]> {
  const alike = sql`
    select a.id, ${words} as text from activities a
    where a.deleted_at is null and ${resembles(words, whole)} and ${activityVisibleTo(caller, 'view', sql`a`)}`
  const { rows } = await sql<Candidate>`${mostAlike(alike, whole, LIKE_CANDIDATES)}`.execute(trx)
  return rows
}

/** Activities of these ids as hits, in the order of the ids: what they are about tells them apart. */
export async function describeActivities(db: Queryable, caller: Actor, ids: string[]): Promise<SearchHit[]> {
  const name = seesEmail(caller) ? sql`coalesce(p.name, p.email)` : sql`p.name`
  const { rows } = await sql<Row>`
    select a.id, a.kind, a.subject, left(a.body, 400) as body, (
      select string_agg(x.name, ', ' order by x.place, x.name) from (
        select 1 as place, d.name from activity_links l join deals d on d.id = l.ref and d.deleted_at is null
        where l.activity_id = a.id and l.kind = 'deal' and ${linkVisibleTo(caller, 'view')}
        union all
        select distinct 2, ${name} from activity_links l join identifiers i on i.id = l.ref join people p on p.id = i.person_id
        where l.activity_id = a.id and l.kind = 'person' and ${linkVisibleTo(caller, 'view')}
        union all
        select 3, c.name from activity_links l join companies c on c.id = l.ref
        where l.activity_id = a.id and l.kind = 'company' and ${linkVisibleTo(caller, 'view')}
        limit 3) x) as about
    from unnest(${ids}::uuid[]) with ordinality as best (id, place) join activities a on a.id = best.id
    order by best.place`.execute(db)
  return rows.map(({ id, kind, subject, body, about }) => ({
    kind: 'activity',
    id,
    title: titleOf(subject, body) || kindNames[kind],
    subtitle: [kindNames[kind], about].filter(Boolean).join(' · '),
  }))
}

const kindNames: Record<ActivityKind, string> = {
  call: 'Call',
  meeting: 'Meeting',
  email: 'E-mail',
  task: 'Task',
  note: 'Note',
}

function titleOf(subject: string, body: string): string {
  const line = subject || (body.trim().split('\n')[0] ?? '')
  return line.length > TITLE_LENGTH ? `${line.slice(0, TITLE_LENGTH)}…` : line
}
