import { sql, type RawBuilder } from 'kysely'
import type { z } from 'zod'
import type { Pipeline } from '../../../model/deal.ts'
import type { salesQuery } from '../../../model/sales.ts'
import { fieldLevel, requireReadable, visibleTo } from '../../access/index.ts'
import { findPipeline, invalidField, listPipelines } from '../../crm/index.ts'
import { invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

type Fragment = RawBuilder<unknown>

/** The deals that a report is about, of those that the caller may see. */
export type Slice = {
  caller: Actor
  pipeline: Pipeline
  owner: string | undefined
  team: string | undefined
  from: string
  to: string
  today: string
}

/** Completes a query: the first pipeline and the quarter of `now` (ms). Throws `validation_failed` for an unknown pipeline. */
export async function sliceOf(
  db: Queryable,
  caller: Actor,
  query: z.output<typeof salesQuery>,
  now: number,
): Promise<Slice> {
  const { owner, team } = query
  if (owner !== undefined || team !== undefined) requireReadable(caller, 'deals', ['owner'])
  const quarter = quarterOf(new Date(now))
  return {
    caller,
    pipeline: await requirePipeline(db, query.pipeline),
    owner,
    team,
    from: query.from ?? quarter.from,
    to: query.to ?? quarter.to,
    today: dayText(new Date(now)),
  }
}

async function requirePipeline(db: Queryable, id: string | undefined): Promise<Pipeline> {
  const pipeline = id === undefined ? (await listPipelines(db))[0] : await findPipeline(db, id)
  if (pipeline) return pipeline
  invariant(id !== undefined, 'There is always a pipeline.')
  throw invalidField('pipeline', 'There is no pipeline with this id.')
}

/** The deals of a slice, whenever they were: `d`, each with its stage `s`. */
export function dealsOf(slice: Slice): Fragment {
  const { caller, pipeline } = slice
  return sql`deals d join stages s on s.id = d.stage_id
    where d.pipeline_id = ${pipeline.id}::uuid and d.deleted_at is null
      and ${visibleTo(caller, 'deals', 'view', sql`d`)} and ${ownedBy(slice, sql`d`)}`
}

/** The condition on a row with `owner_id` and `owner_name` that a slice's owner or team means. */
export function ownedBy({ owner, team }: Slice, row: Fragment): Fragment {
  const ofTeam = team === undefined ? sql`true` : sql`${row}.owner_id = any(array(${membersBelow(team)}))`
  if (owner === undefined) return ofTeam
  return sql`${ownerKey(row)} = ${owner} and ${ofTeam}`
}

/** Who owns a row, also when its owner is no user here: the `owner` of a query. */
export function ownerKey(row: Fragment): Fragment {
  return sql`coalesce(${row}.owner_id, 'name:' || ${row}.owner_name, 'none')`
}

/** The users of a team and of all teams below it. */
export function membersBelow(team: string): Fragment {
  return sql`
    with recursive below as (
      select id from teams where id = ${team}::uuid
      union select t.id from teams t join below b on t.parent_id = b.id
    )
    select m.user_id from team_members m join below b on b.id = m.team_id`
}

/** The condition on a moment that it lies in these days of UTC. */
export function within(moment: Fragment, { from, to }: Pick<Slice, 'from' | 'to'>): Fragment {
  return sql`(${moment} >= ${`${from}T00:00:00Z`}::timestamptz
    and ${moment} < ${`${to}T00:00:00Z`}::timestamptz + interval '24 hours')`
}

/** How many deals there are and what they add up to, in the pipeline's currency, of those that a condition means. */
function sumOf({ pipeline }: Slice, condition: Fragment): { count: Fragment; amount: Fragment } {
  const isSummed = sql`${condition} and d.currency = ${pipeline.currency}`
  return {
    count: sql`count(*) filter (where ${condition})`,
    amount: sql`coalesce(sum(d.amount) filter (where ${isSummed}), 0)::float8`,
  }
}

/** A sum as a JSON object of a query. */
export function sumObject(slice: Slice, condition: Fragment): Fragment {
  const { count, amount } = sumOf(slice, condition)
  return sql`jsonb_build_object('count', ${count}, 'amount', ${seesAmounts(slice) ? amount : sql`null::float8`})`
}

/** Whether the caller gets to see what deals amount to. */
export function seesAmounts({ caller }: Slice): boolean {
  return fieldLevel(caller, 'deals', 'amount') !== 'hidden'
}

function quarterOf(now: Date): { from: string; to: string } {
  const first = Math.floor(now.getUTCMonth() / 3) * 3
  const year = now.getUTCFullYear()
  return {
    from: dayText(new Date(Date.UTC(year, first, 1))),
    to: dayText(new Date(Date.UTC(year, first + 3, 0))),
  }
}

function dayText(at: Date): string {
  return at.toISOString().slice(0, 10)
}
