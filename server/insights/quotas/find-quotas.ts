import { sql } from 'kysely'
import { rightsFor } from '../../../model/rights.ts'
import type { Quota } from '../../../model/sales.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'

export type QuotaPeriod = { pipeline: string; from: string; to: string }

/**
 * The quotas of the months that begin in a period, by month: those of everybody for who sees all deals, else one's own, and
 * with the deals of one's team also the colleagues' and the teams'.
 */
export async function findQuotas(
  db: Queryable,
  caller: Actor,
  { pipeline, from, to }: QuotaPeriod,
): Promise<Quota[]> {
  const { rows } = await sql<Quota>`
    select q.pipeline_id, q.user_id, q.team_id, to_char(q.month, 'YYYY-MM-DD') as month, q.amount::float8 as amount
    from quotas q
    where q.pipeline_id = ${pipeline}::uuid and q.month between ${from}::date and ${to}::date and ${shownTo(caller)}
    order by q.month, q.user_id, q.team_id`.execute(db)
  return rows
}

function shownTo({ id, grants }: Actor) {
  const reach = rightsFor(grants.rights, 'deals').view
  if (reach === 'all') return sql`true`
  if (reach === 'none') return sql`false`
  if (reach === 'own') return sql`q.user_id = ${id}`
  return sql`(q.user_id = any(${[id, ...grants.colleagues]}::text[]) or q.team_id = any(${[...grants.teams]}::uuid[]))`
}
