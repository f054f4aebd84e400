import { sql } from 'kysely'
import type { z } from 'zod'
import type {
  AssignedObject,
  AssignmentRule,
  AssignmentRuleChange,
  AssignmentWay,
  assignmentRuleInput,
} from '../../../model/assignment.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { columnOf } from '../views/columns.ts'
import { filterOf, requireReadableFilter } from '../views/question.ts'
import { knownRows } from './known-rows.ts'

const MOST_RULES = 100
const columns = sql`id, name, object, active, filter, way`

/** The rules of an object in the order in which they are asked. */
export async function listRules(db: Queryable, object: AssignedObject): Promise<AssignmentRule[]> {
  const { rows } = await sql<AssignmentRule>`
    select ${columns} from assignment_rules where object = ${object} and deleted_at is null
    order by position, id`.execute(db)
  return rows
}

/** Adds a rule behind the others of its object. Throws `validation_failed`. */
export async function createRule(
  trx: Trx,
  actor: Actor,
  input: z.output<typeof assignmentRuleInput>,
): Promise<AssignmentRule> {
  await checkRule(trx, actor, input)
  const count = (await listRules(trx, input.object)).length
  if (count >= MOST_RULES) throw invalidField('object', `There are ${MOST_RULES} rules already.`)
  const { rows } = await sql<AssignmentRule>`
    insert into assignment_rules (name, object, position, active, filter, way)
    select ${input.name}, ${input.object}, coalesce(max(position) + 1, 0), ${input.active},
      ${JSON.stringify(input.filter)}::jsonb, ${JSON.stringify(input.way)}::jsonb
    from assignment_rules where object = ${input.object}
    returning ${columns}`.execute(trx)
  return told(trx, actor, 'created', rows[0])
}

/** Throws `not_found`, `validation_failed`. */
export async function changeRule(
  trx: Trx,
  actor: Actor,
  { id, change }: { id: string; change: AssignmentRuleChange },
): Promise<AssignmentRule> {
  const { rows } = await sql<AssignmentRule>`
    select ${columns} from assignment_rules where id = ${id}::uuid and deleted_at is null for update`.execute(
    trx,
  )
  const [before] = rows
  if (!before) throw fail('not_found', 'There is no assignment rule with this id.')
  const after = {
    ...before,
    name: change.name ?? before.name,
    active: change.active ?? before.active,
    filter: change.filter ?? before.filter,
    way: change.way ?? before.way,
  }
  if (change.filter || change.way) await checkRule(trx, actor, after)
  await sql`
    update assignment_rules set name = ${after.name}, active = ${after.active},
      filter = ${JSON.stringify(after.filter)}::jsonb, way = ${JSON.stringify(after.way)}::jsonb
    where id = ${id}::uuid`.execute(trx)
  return told(trx, actor, 'changed', after)
}

/** Takes a rule out of the list, or puts it back where it was. Throws `not_found`. */
export async function keepRule(
  trx: Trx,
  actor: Actor,
  { id, deletedAt }: { id: string; deletedAt: Date | null },
): Promise<AssignmentRule> {
  const { rows } = await sql<AssignmentRule>`
    update assignment_rules set deleted_at = ${deletedAt}
    where id = ${id}::uuid and (deleted_at is null) = ${deletedAt !== null} returning ${columns}`.execute(trx)
  return told(trx, actor, deletedAt ? 'deleted' : 'restored', rows[0])
}

/** Puts rules of an object into this order; those not named stay behind them. */
export async function orderRules(
  trx: Trx,
  actor: Actor,
  { object, ids }: { object: AssignedObject; ids: string[] },
): Promise<AssignmentRule[]> {
  // Two who order at once do so one after the other.
  await sql`select from assignment_rules where object = ${object} order by id for update`.execute(trx)
  await sql`
    update assignment_rules r set position = o.place
    from (select id, row_number() over (order by coalesce(array_position(${ids}::uuid[], id), 100000), position, id) as place
      from assignment_rules where object = ${object}) o
    where o.id = r.id`.execute(trx)
  await audit(trx, actor, {
    action: 'assignment_rule.ordered',
    subject: { type: 'assignment_rule', id: object, name: object },
  })
  return listRules(trx, object)
}

async function told(
  trx: Trx,
  actor: Actor,
  action: string,
  rule: AssignmentRule | undefined,
): Promise<AssignmentRule> {
  if (!rule) throw fail('not_found', 'There is no assignment rule with this id.')
  const { id, name, object, active } = rule
  const subject = { type: 'assignment_rule', id, name }
  await audit(trx, actor, { action: `assignment_rule.${action}`, subject, details: { object, active } })
  return rule
}

async function checkRule(
  trx: Trx,
  actor: Actor,
  { object, filter, way }: Pick<AssignmentRule, 'object' | 'filter' | 'way'>,
): Promise<void> {
  requireReadableFilter(actor, filter)
  const known = await knownRows(trx, object)
  filterOf(known, filter)
  if (way.kind === 'territory') columnOf(known, way.field)
  const pools = poolsOf(way)
  const users = pools.flatMap((pool) => ('user_ids' in pool ? pool.user_ids : []))
  const teams = pools.flatMap((pool) => ('team_id' in pool ? [pool.team_id] : []))
  const { rows } = await sql`
    select from unnest(${users}::text[]) as named where named not in (select id from users)
    union all select from unnest(${teams}::uuid[]) as named where named not in (select id from teams)`.execute(
    trx,
  )
  if (rows.length > 0) throw invalidField('way', 'It names a colleague or a team that does not exist.')
}

function poolsOf(way: AssignmentWay) {
  if (way.kind === 'fixed') return [{ user_ids: [way.user_id] }]
  return way.kind === 'territory' ? way.places.map(({ pool }) => pool) : [way.pool]
}
