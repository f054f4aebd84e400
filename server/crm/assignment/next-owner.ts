import { sql, type RawBuilder } from 'kysely'
import type { AssignedObject, AssignmentPool, AssignmentRule } from '../../../model/assignment.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { columnOf } from '../views/columns.ts'
import type { Known } from '../views/question.ts'

export type Owner = { id: string; name: string }
type Colleague = Owner & { paused: boolean }
type Turn = { rule: AssignmentRule; key: string; pool: AssignmentPool }

/**
 * Whose turn it is by a rule, null when nobody of it takes new records. The rule's row stays locked until the record is
 * there: of two records made at once, the second waits and goes to the next one.
 */
export async function nextOwner(
  trx: Trx,
  rule: AssignmentRule,
  { known, id }: { known: Known; id: string },
): Promise<Owner | null> {
  await sql`select from assignment_rules where id = ${rule.id} for update`.execute(trx)
  const { way } = rule
  switch (way.kind) {
    case 'fixed':
      return firstOf(await colleaguesOf(trx, { user_ids: [way.user_id] }))
    case 'round_robin':
      return takeTurn(trx, { rule, key: '', pool: way.pool })
    case 'by_load':
      return leastLoaded(trx, { rule, key: '', pool: way.pool })
    case 'territory': {
      const value = await valueOf(trx, known, { id, field: way.field })
      const place = way.places.find((one) => one.value.toLowerCase() === value)
      return place ? takeTurn(trx, { rule, key: value, pool: place.pool }) : null
    }
  }
}

async function takeTurn(trx: Trx, turn: Turn): Promise<Owner | null> {
  const next = firstOf(await inTurn(trx, turn))
  if (next) await keepTurn(trx, turn, next.id)
  return next
}

async function leastLoaded(trx: Trx, turn: Turn): Promise<Owner | null> {
  const able = (await inTurn(trx, turn)).filter(({ paused }) => !paused)
  const loads = await countOpen(
    trx,
    turn.rule.object,
    able.map(({ id }) => id),
  )
  // The sort keeps the order of turns among those who have equally many.
  const [next] = able.toSorted((a, b) => (loads.get(a.id) ?? 0) - (loads.get(b.id) ?? 0))
  if (!next) return null
  await keepTurn(trx, turn, next.id)
  return next
}

/** The colleagues of a pool, beginning behind the one whose turn it was last. */
async function inTurn(trx: Trx, { rule, key, pool }: Turn): Promise<Colleague[]> {
  const all = await colleaguesOf(trx, pool)
  const { rows } = await sql<{ last_user_id: string }>`
    select last_user_id from assignment_turns where rule_id = ${rule.id} and pool = ${key}`.execute(trx)
  const last = all.findIndex(({ id }) => id === rows[0]?.last_user_id)
  return [...all.slice(last + 1), ...all.slice(0, last + 1)]
}

async function keepTurn(trx: Trx, { rule, key }: Turn, user: string): Promise<void> {
  await sql`
    insert into assignment_turns (rule_id, pool, last_user_id) values (${rule.id}, ${key}, ${user})
    on conflict (rule_id, pool) do update set last_user_id = excluded.last_user_id`.execute(trx)
}

async function colleaguesOf(db: Queryable, pool: AssignmentPool): Promise<Colleague[]> {
  const isIn =
    'team_id' in pool
      ? sql`u.id in (select m.user_id from team_members m where m.team_id = ${pool.team_id}::uuid)`
      : sql`u.id = any(${pool.user_ids}::text[])`
  const order = 'team_id' in pool ? sql`u.id` : sql`array_position(${pool.user_ids}::text[], u.id)`
  const { rows } = await sql<Colleague>`
    select u.id, u.name, exists (select from assignment_pauses p where p.user_id = u.id) as paused
    from users u where ${isIn} order by ${order}`.execute(db)
  return rows
}

function firstOf(colleagues: Colleague[]): Owner | null {
  return colleagues.find(({ paused }) => !paused) ?? null
}

const openRecords: Record<AssignedObject, RawBuilder<unknown>> = {
  lead: sql`records r join leads l on l.id = r.id
    where r.deleted_at is null and l.converted_at is null and l.status <> 'disqualified'`,
  deal: sql`deals r where r.deleted_at is null and r.closed_at is null`,
}

async function countOpen(
  db: Queryable,
  object: AssignedObject,
  users: string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ owner_id: string; count: number }>`
    select r.owner_id, count(*) as count from ${openRecords[object]} and r.owner_id = any(${users}::text[])
    group by r.owner_id`.execute(db)
  return new Map(rows.map(({ owner_id, count }) => [owner_id, Number(count)]))
}

/** The value of a record's field as territories name it: in lower case, empty without one. */
async function valueOf(
  db: Queryable,
  known: Known,
  { id, field }: { id: string; field: string },
): Promise<string> {
  const { value, full } = columnOf(known, field)
  const { rows } = await sql<{ value: string | null }>`
    select lower((${known.source.columns[field]?.kind === 'text' ? (full ?? value) : value})::text) as value
    from ${known.source.table} r where r.id = ${id}::uuid`.execute(db)
  return rows[0]?.value ?? ''
}
