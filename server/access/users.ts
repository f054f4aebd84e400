import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { newUser, User, userChange, userInput } from '../../model/access.ts'
import { fail, invariant } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { audit, changesOf } from './audit.ts'
import { findMember } from './roles/find-member.ts'
import { requireAnotherOwner, requireAuthorityOver } from './user-rules.ts'

const USERS_LOCK = 714_202_606

export type UserInput = z.infer<typeof userInput>
export type UserChange = z.infer<typeof userChange>

/**
 * Makes a user who signs in with e-mail and password; who has no password is invited to choose one. Throws `conflict` when the
 * e-mail address is taken.
 */
export async function createUser(
  { db }: Platform,
  actor: Actor,
  input: z.infer<typeof newUser>,
  invite: (trx: Trx, user: User) => Promise<void> = async () => undefined,
): Promise<User> {
  await requireAuthorityOver(db, actor, input.roles)
  const passwordHash = input.password === undefined ? null : await hashPassword(input.password)
  return db.transaction().execute(async (trx) => {
    const user = await insertUser(trx, actor, { ...input, passwordHash })
    if (!user) throw fail('conflict', 'There is already a user with this e-mail address.')
    if (passwordHash === null) await invite(trx, user)
    return user
  })
}

/** Makes the first user, an owner. Throws `conflict` when there is a user already. */
export async function createFirstUser(
  { db }: Platform,
  actor: Actor,
  input: Omit<UserInput, 'roles'>,
): Promise<User> {
  const passwordHash = await hashPassword(input.password)
  return db.transaction().execute(async (trx) => {
    await sql`lock table users in share row exclusive mode`.execute(trx)
    const user = (await hasUsers(trx))
      ? null
      : await insertUser(trx, actor, { ...input, roles: ['owner'], passwordHash })
    if (!user) throw fail('conflict', 'Kith has been set up already. Sign in instead.')
    return user
  })
}

/** Changes a user's name or roles, by the rules about owners. */
export async function changeUser(
  { db }: Platform,
  actor: Actor,
  id: string,
  change: UserChange,
): Promise<User> {
  return db.transaction().execute(async (trx) => {
    const before = await lockUser(trx, id)
    await requireAuthorityOver(trx, actor, before.roles)
    if (change.roles) await changeRoles(trx, actor, before, change.roles)
    const name = change.name ?? before.name
    await sql`update users set name = ${name}, updated_at = now() where id = ${id}`.execute(trx)
    const after = await requireUser(trx, id)
    await audit(trx, actor, {
      action: 'user.changed',
      subject: subjectOf(before),
      details: changesOf(pick(before), pick(after)),
    })
    return after
  })
}

async function changeRoles(trx: Trx, actor: Actor, before: User, roles: string[]): Promise<void> {
  await requireAuthorityOver(trx, actor, roles)
  if (before.roles.includes('owner') && !roles.includes('owner')) await requireAnotherOwner(trx, before.id)
  await replaceRoles(trx, before.id, roles)
}

/** Gives a user these roles and no others. The caller holds the lock of `lockUser` and has checked that they may. */
export async function replaceRoles(trx: Trx, userId: string, roles: string[]): Promise<void> {
  await sql`delete from user_roles where user_id = ${userId} and role_id <> all(${roles}::text[])`.execute(
    trx,
  )
  await insertRoles(trx, userId, roles)
}

/** Whether anybody can sign in at all. */
export async function hasUsers(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from users) as found`.execute(db)
  return rows[0]?.found ?? false
}

type NewUser = Omit<UserInput, 'password'> & {
  /** Null for who signs in through a provider only. */
  passwordHash: string | null
}

/** Null when the e-mail address is taken. */
export async function insertUser(trx: Trx, actor: Actor, input: NewUser): Promise<User | null> {
  const { rows } = await sql<{ id: string }>`
    insert into users (id, name, email, email_verified)
    values (${randomUUID()}, ${input.name}, ${input.email.toLowerCase()}, true)
    on conflict (email) do nothing returning id`.execute(trx)
  const [row] = rows
  if (!row) return null
  if (input.passwordHash !== null)
    await sql`
      insert into accounts (id, account_id, provider_id, user_id, password)
      values (${randomUUID()}, ${row.id}, 'credential', ${row.id}, ${input.passwordHash})`.execute(trx)
  await insertRoles(trx, row.id, input.roles)
  const user = await requireUser(trx, row.id)
  await audit(trx, actor, {
    action: 'user.created',
    subject: subjectOf(user),
    details: { email: user.email, roles: user.roles },
  })
  return user
}

async function insertRoles(trx: Trx, userId: string, roles: string[]): Promise<void> {
  await sql`
    insert into user_roles (user_id, role_id) select ${userId}, unnest(${roles}::text[])
    on conflict do nothing`.execute(trx)
}

async function requireUser(trx: Trx, id: string): Promise<User> {
  const member = await findMember(trx, id)
  invariant(member, 'A user who was just written can be found.')
  return member.user
}

/** Locks a user and reads it. Users are changed by one at a time, so that two owners cannot step down at once. Throws `not_found`. */
export async function lockUser(trx: Trx, id: string): Promise<User> {
  await sql`select pg_advisory_xact_lock(${USERS_LOCK})`.execute(trx)
  const { rows } = await sql`select from users where id = ${id} for update`.execute(trx)
  if (rows.length === 0) throw fail('not_found', 'There is no user with this id.')
  return requireUser(trx, id)
}

/** How a user is named in the audit log. */
export function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: 'user', id, name }
}

function pick({ name, roles }: User) {
  return { name, roles }
}
