import { sql } from 'kysely'
import type { z } from 'zod'
import type { Quota, quotaInput } from '../../../model/sales.ts'
import { audit } from '../../access/index.ts'
import { findPipeline, invalidField } from '../../crm/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { findQuotas } from './find-quotas.ts'

type Input = z.output<typeof quotaInput>

/**
 * Sets what a user, a team or everybody is to win in a period, spread evenly over its months; null takes it away. Gives the
 * quotas of the period. Throws `validation_failed` for an unknown pipeline, user or team.
 */
export async function setQuota({ db }: Platform, actor: Actor, input: Input): Promise<Quota[]> {
  const { pipeline_id: pipeline, user_id, team_id, from, to } = input
  return db.transaction().execute(async (trx) => {
    const whose = await requireWhose(trx, input)
    const { rows: before } = await sql<{ amount: number }>`
      with gone as (
        delete from quotas where pipeline_id = ${pipeline}::uuid and month between ${from}::date and ${to}::date
          and user_id is not distinct from ${user_id} and team_id is not distinct from ${team_id}::uuid
        returning amount
      )
      select sum(amount)::float8 as amount from gone`.execute(trx)
    if (input.amount !== null) await store(trx, input, monthsOf(from, to))
    await audit(trx, actor, {
      action: 'quota.changed',
      subject: { type: 'quota', id: pipeline, name: whose },
      details: { from, to, before: { amount: before[0]?.amount ?? null }, after: { amount: input.amount } },
    })
    return findQuotas(trx, actor, { pipeline, from, to })
  })
}

/** What is left over by rounding to cents goes to the last month. Two people may set it at once: the later one wins. */
async function store(
  trx: Trx,
  { pipeline_id, user_id, team_id, amount }: Input,
  months: string[],
): Promise<void> {
  const cents = Math.round((amount ?? 0) * 100)
  const each = Math.floor(cents / months.length)
  const rows = months.map((month, place) => ({
    month,
    amount: (place === months.length - 1 ? cents - each * (months.length - 1) : each) / 100,
  }))
  await sql`
    insert into quotas (pipeline_id, user_id, team_id, month, amount)
    select ${pipeline_id}::uuid, ${user_id}, ${team_id}::uuid, month, amount
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (month date, amount numeric)
    on conflict (pipeline_id, month, user_id, team_id) do update set amount = excluded.amount`.execute(trx)
}

function monthsOf(from: string, to: string): string[] {
  const months: string[] = []
  const at = new Date(from)
  while (at <= new Date(to)) {
    months.push(at.toISOString().slice(0, 10))
    at.setUTCMonth(at.getUTCMonth() + 1)
  }
  return months
}

/** Whose quota it is, for the audit log. */
async function requireWhose(trx: Trx, { pipeline_id, user_id, team_id }: Input): Promise<string> {
  const pipeline = await findPipeline(trx, pipeline_id)
  if (!pipeline) throw invalidField('pipeline_id', 'There is no pipeline with this id.')
  if (user_id === null && team_id === null) return `Everybody, ${pipeline.name}`
  const { rows } = await sql<{ name: string }>`
    select name from users where id = ${user_id} union all select name from teams where id = ${team_id}::uuid`.execute(
    trx,
  )
  if (rows[0]) return `${rows[0].name}, ${pipeline.name}`
  if (user_id !== null) throw invalidField('user_id', 'There is no user with this id.')
  throw invalidField('team_id', 'There is no team with this id.')
}
