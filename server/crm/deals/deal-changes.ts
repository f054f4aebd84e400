import { sql } from 'kysely'
import type { Deal, DealFieldChange, Pipeline } from '../../../model/deal.ts'
import { rightsFor } from '../../../model/rights.ts'
import { fieldLevel } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { fieldRuleOf } from './field-rules.ts'

const MOST = 50

type Readable = Record<string, string | number | null>

/** Keeps what a change did, for whoever edits the same deal at the same time. */
export async function keepChanges(
  trx: Trx,
  actor: Actor,
  {
    before,
    after,
    pipeline,
    lineItems,
    at,
  }: {
    before: Deal
    after: Deal
    pipeline: Pipeline
    lineItems: { before: unknown[]; after: unknown[] } | undefined
    at: Date
  },
): Promise<void> {
  const [from, to] = [readable(before, pipeline), readable(after, pipeline)]
  const changes = Object.fromEntries(
    Object.keys(to)
      .filter((field) => from[field] !== to[field])
      .map((field) => [field, { from: from[field], to: to[field] }])
      .concat(
        lineItems ? [['line_items', { from: lineItems.before.length, to: lineItems.after.length }]] : [],
      ),
  )
  await sql`
    insert into deal_changes (deal_id, version, at, actor_id, actor_name, changes)
    values (${after.id}, ${after.version}, ${at}, ${actor.id}, ${actor.name}, ${JSON.stringify(changes)}::jsonb)`.execute(
    trx,
  )
}

/**
 * What was changed since a version, newest first, as the caller gets to see it: who may not see every person or company
 * hears that another one was named, and not which.
 */
export async function changesSince(
  trx: Trx,
  caller: Actor,
  { dealId, version }: { dealId: string; version: number },
): Promise<DealFieldChange[]> {
  const { rows } = await sql<Omit<DealFieldChange, 'at'> & { at: Date }>`
    select e.key as field, e.value -> 'from' as "from", e.value -> 'to' as "to", c.actor_name as by, c.at
    from deal_changes c cross join lateral jsonb_each(c.changes) e
    where c.deal_id = ${dealId}::uuid and c.version > ${version}
    order by c.version desc, e.key limit ${MOST}`.execute(trx)
  return rows
    .filter(({ field }) => fieldLevel(caller, 'deals', fieldRuleOf(field)) !== 'hidden')
    .map((row) => ({ ...row, ...(isWithheld(caller, row.field) && NOTHING), at: row.at.toISOString() }))
}

const NOTHING = { from: null, to: null }

function isWithheld({ grants }: Actor, field: string): boolean {
  const object = { person_id: 'people', company_id: 'companies' }[field]
  return object !== undefined && rightsFor(grants.rights, object).view !== 'all'
}

/** The fields under the names in which they are changed, with what people read in place of ids. */
function readable(deal: Deal, { stages }: Pipeline): Readable {
  return {
    name: deal.name,
    stage_id: stages.find(({ id }) => id === deal.stage_id)?.name ?? null,
    amount: deal.amount,
    amount_source: deal.amount_source,
    expected_close_on: deal.expected_close_on,
    person_id: deal.person && (deal.person.name ?? deal.person.email ?? deal.person.id),
    company_id: deal.company && (deal.company.name ?? deal.company.group_id),
    close_reason_id: deal.close_reason?.name ?? null,
    close_note: deal.close_note,
    owner_id: deal.owner && deal.owner.name,
  }
}
