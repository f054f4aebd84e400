import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SignOnProblem } from '../../../model/sign-on-provider.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { audit, changesOf } from '../audit.ts'
import { systemActor } from '../system-actor.ts'
import { insertUser, lockUser, replaceRoles, subjectOf } from '../users.ts'
import type { Claims } from './claims.ts'
import type { StoredProvider } from './find-provider.ts'

/** The user, or why there is none. */
export type Recognition = { userId: string } | { refused: SignOnProblem }

/**
 * Finds the user whom a provider vouches for: by the provider's own id of the person, else by an e-mail address that the
 * provider has verified, else as a new user where that is allowed. Roles follow the groups where these are mapped.
 */
export function recognise(
  { db }: Platform,
  provider: StoredProvider,
  claims: Claims,
  ip: string,
): Promise<Recognition> {
  const actor = { ...systemActor, name: provider.name, ip }
  return db.transaction().execute(async (trx): Promise<Recognition> => {
    if (!isOfDomains(claims.email, provider.domains)) return { refused: claims.email ? 'domain' : 'no_email' }
    const linked = await findLinked(trx, provider.id, claims.subject)
    if (linked) return giveRoles(trx, actor, linked, rolesFor(provider, claims))
    if (!claims.email) return { refused: 'no_email' }
    if (!claims.email_verified && !provider.trust_email) return { refused: 'unverified_email' }
    const known = await findByEmail(trx, claims.email)
    if (!known && !provider.create_users) return { refused: 'no_user' }
    const outcome = known
      ? await giveRoles(trx, actor, known, rolesFor(provider, claims))
      : await createUser(trx, actor, provider, { ...claims, email: claims.email })
    if ('userId' in outcome) await link(trx, actor, { provider, userId: outcome.userId, claims })
    return outcome
  })
}

function isOfDomains(email: string | null, domains: string[]): boolean {
  if (domains.length === 0) return true
  return email !== null && domains.includes(email.slice(email.lastIndexOf('@') + 1).toLowerCase())
}

async function findLinked(trx: Trx, providerId: string, subject: string): Promise<string | undefined> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from accounts where provider_id = ${providerId} and account_id = ${subject}`.execute(trx)
  return rows[0]?.user_id
}

async function findByEmail(trx: Trx, email: string): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`select id from users where email = ${email.toLowerCase()}`.execute(trx)
  return rows[0]?.id
}

/** The roles that somebody's groups give; null where roles are given by hand, empty when the groups give none. */
function rolesFor(
  { group_claim, group_roles, default_role }: StoredProvider,
  { groups }: Claims,
): string[] | null {
  if (group_claim === null || group_roles.length === 0) return null
  const given = group_roles.filter(({ group }) => groups.includes(group)).map(({ role }) => role)
  if (given.length > 0) return [...new Set(given)]
  return default_role ? [default_role] : []
}

/** Roles follow the groups; but an owner stays one, so that a mistake in the groups locks nobody out. */
async function giveRoles(
  trx: Trx,
  actor: Actor,
  userId: string,
  roles: string[] | null,
): Promise<Recognition> {
  if (roles === null) return { userId }
  const before = await lockUser(trx, userId)
  if (before.roles.includes('owner')) return { userId }
  const existing = await existingRoles(trx, roles)
  if (existing.length === 0) return { refused: 'no_role' }
  if (sorted(existing) === sorted(before.roles)) return { userId }
  await replaceRoles(trx, userId, existing)
  await audit(trx, actor, {
    action: 'user.changed',
    subject: subjectOf(before),
    details: changesOf({ roles: before.roles }, { roles: existing }),
  })
  return { userId }
}

async function createUser(
  trx: Trx,
  actor: Actor,
  provider: StoredProvider,
  claims: Claims & { email: string },
): Promise<Recognition> {
  const given = rolesFor(provider, claims) ?? (provider.default_role ? [provider.default_role] : [])
  const roles = await existingRoles(trx, given)
  if (roles.length === 0) return { refused: 'no_role' }
  const { email } = claims
  const name = (claims.name ?? email.split('@', 1)[0] ?? email).slice(0, 200)
  const user = await insertUser(trx, actor, { name, email, roles, passwordHash: null })
  // Made by another sign-on of the same person at the same moment.
  const userId = user?.id ?? (await findByEmail(trx, email))
  return userId ? { userId } : { refused: 'failed' }
}

async function link(
  trx: Trx,
  actor: Actor,
  { provider, userId, claims }: { provider: StoredProvider; userId: string; claims: Claims },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    with linked as (
      insert into accounts (id, account_id, provider_id, user_id)
      values (${randomUUID()}, ${claims.subject}, ${provider.id}, ${userId})
      on conflict (provider_id, account_id) do nothing returning user_id
    )
    select u.name from linked join users u on u.id = linked.user_id`.execute(trx)
  const [row] = rows
  if (!row) return
  await audit(trx, actor, {
    action: 'user.linked',
    subject: subjectOf({ id: userId, name: row.name }),
    details: { provider: provider.name, subject: claims.subject, email: claims.email },
  })
}

async function existingRoles(trx: Trx, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from roles where id = any(${ids}::text[]) order by id`.execute(trx)
  return rows.map(({ id }) => id)
}

function sorted(ids: string[]): string {
  return ids.toSorted().join()
}
