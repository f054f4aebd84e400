import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Activity, ActivitySort } from '../../../model/activity.ts'
import type { Page } from '../../../model/page.ts'
import { decodeCursor, pageFrom, type Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import type { Today } from './due.ts'
import { filterActivities, type ActivityFilter } from './filter-activities.ts'
import { activityColumns, activityJoins, toActivity, type ActivityRow } from './select-activities.ts'

export type ActivitiesQuery = ActivityFilter & {
  sort: ActivitySort
  limit: number
  cursor?: string | undefined
}

type Sort = { value: RawBuilder<unknown>; only: RawBuilder<unknown>; descending: boolean }

/** What each sort compares: the expression of an index. */
const sorts: Record<ActivitySort, Sort> = {
  due: { value: sql`coalesce(a.due_at, 'infinity')`, only: sql`true`, descending: false },
  '-done_at': { value: sql`a.done_at`, only: sql`a.done_at is not null`, descending: true },
  '-created_at': { value: sql`a.created_at`, only: sql`true`, descending: true },
}
const position = z.tuple([z.iso.datetime({ offset: true }).or(z.literal('infinity')), z.uuid()])

/** A page of the activities that the caller may see. The cursor names the sort value of the last one, so a page far down costs no more than the first. */
export async function listActivities(
  db: Queryable,
  caller: Actor,
  query: ActivitiesQuery,
  today: Today,
): Promise<Page<Activity>> {
  const { value, only, descending } = sorts[query.sort]
  const [direction, beyond] = descending ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [after, afterId] = query.cursor ? decodeCursor(query.cursor, position) : []
  const place =
    afterId === undefined
      ? sql`true`
      : sql`(${value}, a.id) ${beyond} (${after}::timestamptz, ${afterId}::uuid)`
  const { rows } = await sql<ActivityRow & { sort_key: string }>`
    with page as materialized (
      select a.*, ${value} as sort_value from activities a
      where ${filterActivities(caller, query, today)} and ${only} and ${place}
      order by ${value} ${direction}, a.id ${direction} limit ${query.limit + 1}
    )
    select ${activityColumns(caller)}, to_jsonb(a.sort_value) #>> '{}' as sort_key
    from page a ${activityJoins}
    order by a.sort_value ${direction}, a.id ${direction}`.execute(db)
  const { data, next } = pageFrom(rows, query.limit, ({ sort_key, id }) => [sort_key, id])
  return { data: data.map(({ sort_key: _, ...row }) => toActivity(row)), next }
}
