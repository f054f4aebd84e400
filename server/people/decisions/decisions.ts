import { sql } from 'kysely'
import type { IdentityDecision } from '../../../model/identity.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

type Row = Omit<IdentityDecision, 'decided_at' | 'revoked_at' | 'settled'> & {
  decided_at: Date
  revoked_at: Date | null
  settled_at: Date | null
}

const SHOWN_DECISIONS = 200

const columns = sql.raw(
  'id, kind, side_a, side_b, reason, decided_by, decided_at, revoked_by, revoked_at, settled_at',
)

/** A decision, in force or taken back; throws `not_found`. */
export async function findDecision(db: Queryable, id: string): Promise<IdentityDecision> {
  const { rows } = await sql<Row>`select ${columns} from identity_decisions where id = ${id}`.execute(db)
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no decision with this id.')
  return toDecision(row)
}

/** The decisions in force about this person's identifiers, newest first. */
export async function listDecisions(db: Queryable, person: string): Promise<IdentityDecision[]> {
  const { rows } = await sql<Row>`
    select ${columns} from identity_decisions where id in (
      select m.decision_id from identifiers me join identifiers i on i.person_id = me.person_id
        join identity_decision_members m on m.identifier_id = i.id
      where me.id = ${person})
    order by decided_at desc, id limit ${SHOWN_DECISIONS}`.execute(db)
  return rows.map(toDecision)
}

/** The ids of decisions in force that say the contrary about somebody of one side and somebody of the other. */
export async function contraryDecisions(
  db: Queryable,
  { kind, sides: [a, b] }: { kind: IdentityDecision['kind']; sides: [string[], string[]] },
): Promise<string[]> {
  const contrary = kind === 'same' ? 'different' : 'same'
  const { rows } = await sql<{ id: string }>`
    select id from identity_decisions d
    where kind = ${contrary} and exists (
      select from identity_decision_members m where m.decision_id = d.id and m.identifier_id = any(${[...a, ...b]}::uuid[]))
      and ((side_a && ${a}::uuid[] and side_b && ${b}::uuid[]) or (side_a && ${b}::uuid[] and side_b && ${a}::uuid[]))`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Takes decisions back. */
export async function revokeDecisions(trx: Trx, ids: string[], by: string): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update identity_decisions set revoked_at = now(), revoked_by = ${by}, settled_at = null
    where id = any(${ids}::uuid[])`.execute(trx)
  await sql`delete from identity_decision_members where decision_id = any(${ids}::uuid[])`.execute(trx)
}

function toDecision({ decided_at, revoked_at, settled_at, ...row }: Row): IdentityDecision {
  return {
    ...row,
    decided_at: decided_at.toISOString(),
    revoked_at: revoked_at?.toISOString() ?? null,
    settled: settled_at !== null,
  }
}
