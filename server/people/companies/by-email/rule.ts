import { sql } from 'kysely'
import type {
  EmailCompanyInput,
  EmailCompanyMode,
  EmailCompanyRule,
} from '../../../../model/company-from-email.ts'
import { audit } from '../../../access/index.ts'
import { fail, invariant } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'
import type { Platform } from '../../../platform/index.ts'
import type { Queryable, Trx } from '../../../platform/relational/index.ts'

const COUNTED = 10_000

export type RuleInForce = { mode: EmailCompanyMode; excluded: string[]; removing: boolean }

/** What holds now; a change of it waits until the transaction ends. */
export async function ruleInForce(trx: Trx): Promise<RuleInForce> {
  const { rows } = await sql<RuleInForce>`
    select mode, excluded, removing from email_company_rule for share`.execute(trx)
  invariant(rows[0], 'There is always a rule about companies of addresses.')
  return rows[0]
}

type Row = Omit<EmailCompanyRule, 'updated_at' | 'added' | 'progress'> & {
  updated_at: Date | null
  added: number
  done: number
  total: number
  finished: boolean
}

/** What holds, and how far it has been applied. */
export async function findEmailRule(db: Queryable): Promise<EmailCompanyRule> {
  const { rows } = await sql<Row>`
    select mode, excluded, updated_at, updated_by, removing, done, total, finished,
      (select count(*) from (select from company_members where by_email limit ${COUNTED + 1}) m) as added
    from email_company_rule`.execute(db)
  const [row] = rows
  invariant(row, 'There is always a rule about companies of addresses.')
  const { updated_at, added, done, total, finished, ...rest } = row
  return {
    ...rest,
    updated_at: updated_at?.toISOString() ?? null,
    added: { count: Math.min(added, COUNTED), more: added > COUNTED },
    progress: { finished, done, total: Math.max(done, total) },
  }
}

/** Has another rule hold; addresses known before are looked through by a job. Throws `validation_failed`. */
export async function changeEmailRule(
  { db, clock }: Platform,
  actor: Actor,
  { mode, excluded, remove_added }: EmailCompanyInput,
): Promise<EmailCompanyRule> {
  if (remove_added && mode !== 'off') {
    const problem = 'Those who were added are taken out only when the rule is turned off.'
    throw fail('validation_failed', `remove_added: ${problem}`, [{ field: 'remove_added', problem }])
  }
  return db.transaction().execute(async (trx) => {
    await sql`select from email_company_rule for update`.execute(trx)
    const before = await findEmailRule(trx)
    await sql`
      update email_company_rule set mode = ${mode}, excluded = ${excluded}::text[], removing = ${remove_added},
        updated_at = ${new Date(clock.now())}, updated_by = ${actor.name}, cursor = null, done = 0,
        total = (select count(*) from identifiers), finished = ${mode === 'off'}`.execute(trx)
    await sql`update email_companies set due = true where company_id is null and not due and ${mode !== 'off'}`.execute(
      trx,
    )
    await audit(trx, actor, {
      action: 'email_company_rule.changed',
      subject: { type: 'email_company_rule', id: 'rule', name: 'Companies from e-mail addresses' },
      details: {
        before: { mode: before.mode, excluded: before.excluded },
        after: { mode, excluded, remove_added },
      },
    })
    return findEmailRule(trx)
  })
}
