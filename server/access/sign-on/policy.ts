import { sql } from 'kysely'
import { defaultSignOnPolicy, signOnPolicy, type SignOnPolicy } from '../../../model/sign-on.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { audit, changesOf } from '../audit.ts'
import { contains, rangeProblem } from '../../platform/address-ranges.ts'

const KEY = 'sign_on_policy'

/** What holds for signing in; the defaults where nothing was set. */
export async function readPolicy(db: Queryable): Promise<SignOnPolicy> {
  const { rows } = await sql<{ value: unknown }>`select value from settings where key = ${KEY}`.execute(db)
  return signOnPolicy.parse({ ...defaultSignOnPolicy, ...(rows[0]?.value as object | undefined) })
}

/** Whether the policy asks a holder of these roles for a second factor. */
export function requiresTwoFactor(policy: SignOnPolicy, roles: string[]): boolean {
  if (policy.two_factor === 'everybody') return true
  return policy.two_factor === 'roles' && policy.two_factor_roles.some((role) => roles.includes(role))
}

/**
 * Changes the policy. Throws `validation_failed` for what would lock the caller out, a range that is none, a role that
 * does not exist, and for switching passwords off where there is no other way to sign in.
 */
export async function changePolicy(
  trx: Trx,
  actor: Actor,
  change: { [Key in keyof SignOnPolicy]?: SignOnPolicy[Key] | undefined },
): Promise<SignOnPolicy> {
  await sql`
    insert into settings (key, value) values (${KEY}, ${JSON.stringify(defaultSignOnPolicy)}::jsonb)
    on conflict do nothing`.execute(trx)
  await sql`select from settings where key = ${KEY} for update`.execute(trx)
  const before = await readPolicy(trx)
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
  const after = signOnPolicy.parse({ ...before, ...given })
  requireRanges(after, actor)
  await requireRoles(trx, after)
  if (after.password === 'owners' && before.password !== 'owners') await requireProvider(trx)
  await sql`update settings set value = ${JSON.stringify(after)}::jsonb where key = ${KEY}`.execute(trx)
  await audit(trx, actor, {
    action: 'sign_on.policy_changed',
    subject: { type: 'sign_on', id: null, name: 'Sign-on policy' },
    details: changesOf(before, after),
  })
  return after
}

function requireRanges(policy: SignOnPolicy, { type, ip }: Actor): void {
  for (const field of ['ui_addresses', 'api_addresses'] as const) {
    policy[field].forEach(({ range }, index) => {
      const problem = rangeProblem(range)
      if (problem) throw invalid(`${field}.${index}.range`, problem)
    })
  }
  const mine = type === 'api_key' ? 'api_addresses' : 'ui_addresses'
  if (ip === null || policy[mine].length === 0 || contains(policy[mine], ip)) return
  throw invalid(mine, `would lock you out: your own address, ${ip}, is in none of these ranges`)
}

async function requireRoles(trx: Trx, { two_factor, two_factor_roles }: SignOnPolicy): Promise<void> {
  if (two_factor === 'roles' && two_factor_roles.length === 0)
    throw invalid('two_factor_roles', 'must name at least one role')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from roles where id = any(${two_factor_roles}::text[])`.execute(trx)
  if (two_factor === 'roles' && (rows[0]?.count ?? 0) < new Set(two_factor_roles).size)
    throw invalid('two_factor_roles', 'names a role that does not exist any more')
}

async function requireProvider(trx: Trx): Promise<void> {
  const { rows } = await sql`select from sign_on_providers where enabled limit 1`.execute(trx)
  if (rows.length === 0)
    throw invalid('password', 'can be switched off only when a sign-on provider is switched on')
}

function invalid(field: string, problem: string) {
  return fail('validation_failed', `${field}: ${problem}.`, [{ field, problem: `${problem}.` }])
}
