import { sql } from 'kysely'
import type { Platform } from '../../platform/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { spendRecoveryCode } from './recovery-codes.ts'
import { stepOf } from './totp.ts'

const FAILURES_ALLOWED = 5
const LOCKED_MS = 15 * 60_000

/** What became of a code. `until` is when the next one is looked at, in milliseconds since 1970. */
export type CodeOutcome =
  | { outcome: 'accepted'; with: 'app' | 'recovery code' }
  | { outcome: 'wrong' | 'used before' }
  | { outcome: 'locked'; until: number; isNew: boolean }

type Row = { secret: Buffer; last_step: number; failures: number; locked_until: Date | null }

/**
 * Looks at a code of the app or a recovery code, and uses it up. Five wrong ones in a row lock the second factor for a
 * quarter of an hour, in all processes and across restarts.
 */
export async function useCode(
  { db, secrets, clock }: Pick<Platform, 'db' | 'secrets' | 'clock'>,
  userId: string,
  code: string,
): Promise<CodeOutcome> {
  const now = clock.now()
  return db.transaction().execute(async (trx): Promise<CodeOutcome> => {
    const row = await lockFactor(trx, userId)
    if (!row) return { outcome: 'wrong' }
    if (row.locked_until && row.locked_until.getTime() > now)
      return { outcome: 'locked', until: row.locked_until.getTime(), isNew: false }
    if (!/^\d{6}$/.test(code.replaceAll(' ', ''))) {
      if (await spendRecoveryCode(trx, secrets, userId, code)) return accept(trx, userId, 'recovery code')
      return countFailure(trx, userId, row, now)
    }
    const step = stepOf(secrets.open(row.secret), code.replaceAll(' ', ''), now)
    if (step === null) return countFailure(trx, userId, row, now)
    if (step <= Number(row.last_step)) {
      const outcome = await countFailure(trx, userId, row, now)
      return outcome.outcome === 'locked' ? outcome : { outcome: 'used before' }
    }
    await sql`update second_factors set last_step = ${step} where user_id = ${userId}`.execute(trx)
    return accept(trx, userId, 'app')
  })
}

/** Whether this user has a second factor in use. */
export async function hasSecondFactor(db: Queryable, userId: string): Promise<boolean> {
  const { rows } = await sql`
    select from second_factors where user_id = ${userId} and secret is not null`.execute(db)
  return rows.length > 0
}

async function lockFactor(trx: Trx, userId: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select secret, last_step, failures, locked_until from second_factors
    where user_id = ${userId} and secret is not null for update`.execute(trx)
  return rows[0]
}

async function accept(trx: Trx, userId: string, what: 'app' | 'recovery code'): Promise<CodeOutcome> {
  await sql`
    update second_factors set failures = 0, locked_until = null where user_id = ${userId}`.execute(trx)
  return { outcome: 'accepted', with: what }
}

async function countFailure(
  trx: Trx,
  userId: string,
  { failures }: Row,
  now: number,
): Promise<Extract<CodeOutcome, { outcome: 'wrong' | 'locked' | 'used before' }>> {
  const isLocked = failures + 1 >= FAILURES_ALLOWED
  const until = now + LOCKED_MS
  await sql`
    update second_factors set failures = ${isLocked ? 0 : failures + 1},
      locked_until = ${isLocked ? new Date(until) : null} where user_id = ${userId}`.execute(trx)
  return isLocked ? { outcome: 'locked', until, isNew: true } : { outcome: 'wrong' }
}
