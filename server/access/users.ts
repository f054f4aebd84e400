import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { User, userChange, userInput } from '../../model/access.ts'
import { fail } from '../platform/errors.ts'
import type { Actor } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { Queryable, Trx } from '../platform/relational/index.ts'
import { audit } from './audit.ts'
import { requireAnotherOwner, requireAuthorityOver } from './user-rules.ts'

export type UserInput = z.infer<typeof userInput>
export type UserChange = z.infer<typeof userChange>

/** A user as the table holds it. */
export type UserRow = Omit<User, 'created_at'> & { created_at: Date }

/** Makes a user who signs in with e-mail and password. Throws `conflict` when the e-mail address is taken. */
export async function createUser({ db }: Platform, actor: Actor, input: UserInput): Promise<User> {
  requireAuthorityOver(actor, input.role)
  const passwordHash = await hashPassword(input.password)
  return db.transaction().execute(async (trx) => {
    const user = await insertUser(trx, actor, { ...input, passwordHash })
    if (!user) throw fail('conflict', 'There is already a user with this e-mail address.')
    return user
  })
}

/** Makes the first user, an owner. Throws `conflict` when there is a user already. */
export async function createFirstUser(
  { db }: Platform,
  actor: Actor,
  input: Omit<UserInput, 'role'>,
): Promise<User> {
  const passwordHash = await hashPassword(input.password)
  return db.transaction().execute(async (trx) => {
    await sql`lock table users in share row exclusive mode`.execute(trx)
    const user = (await hasUsers(trx))
      ? null
      : await insertUser(trx, actor, { ...input, role: 'owner', passwordHash })
    if (!user) throw fail('conflict', 'Kith has been set up already. Sign in instead.')
    return user
  })
}

/** Changes a user's name or role, by the rules about owners. */
export async function changeUser(
  { db }: Platform,
  actor: Actor,
  id: string,
  change: UserChange,
): Promise<User> {
  return db.transaction().execute(async (trx) => {
    const before = await lockUser(trx, id)
    requireAuthorityOver(actor, before.role)
    if (change.role) requireAuthorityOver(actor, change.role)
    if (before.role === 'owner' && change.role && change.role !== 'owner') await requireAnotherOwner(trx, id)
    const { rows } = await sql<UserRow>`
      update users set name = ${change.name ?? before.name}, role = ${change.role ?? before.role}, updated_at = now()
      where id = ${id} returning id, name, email, role, created_at`.execute(trx)
    await audit(trx, actor, { action: 'user.changed', subject: subjectOf(before), details: { ...change } })
    return toUser(rows[0] ?? before)
  })
}

/** Removes a user with all sessions, by the rules about owners. */
export async function removeUser({ db }: Platform, actor: Actor, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, id)
    requireAuthorityOver(actor, user.role)
    if (user.role === 'owner') await requireAnotherOwner(trx, id)
    await sql`delete from users where id = ${id}`.execute(trx)
    await audit(trx, actor, {
      action: 'user.removed',
      subject: subjectOf(user),
      details: { email: user.email },
    })
  })
}

/** The user with this id, or null. */
export async function findUser(db: Queryable, id: string): Promise<User | null> {
  const { rows } =
    await sql<UserRow>`select id, name, email, role, created_at from users where id = ${id}`.execute(db)
  return rows.map(toUser)[0] ?? null
}

/** Whether anybody can sign in at all. */
export async function hasUsers(db: Queryable): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (select from users) as found`.execute(db)
  return rows[0]?.found ?? false
}

/** A user as the API gives it. */
export function toUser({ created_at, ...user }: UserRow): User {
  return { ...user, created_at: created_at.toISOString() }
}

type NewUser = Omit<UserInput, 'password'> & { passwordHash: string }

/** Null when the e-mail address is taken. */
export async function insertUser(trx: Trx, actor: Actor, input: NewUser): Promise<User | null> {
  const { rows } = await sql<UserRow>`
    insert into users (id, name, email, role, email_verified)
    values (${randomUUID()}, ${input.name}, ${input.email.toLowerCase()}, ${input.role}, true)
    on conflict (email) do nothing
    returning id, name, email, role, created_at`.execute(trx)
  const [row] = rows
  if (!row) return null
  await sql`
    insert into accounts (id, account_id, provider_id, user_id, password)
    values (${randomUUID()}, ${row.id}, 'credential', ${row.id}, ${input.passwordHash})`.execute(trx)
  await audit(trx, actor, {
    action: 'user.created',
    subject: subjectOf(row),
    details: { email: row.email, role: row.role },
  })
  return toUser(row)
}

async function lockUser(trx: Trx, id: string): Promise<UserRow> {
  const { rows } = await sql<UserRow>`
    select id, name, email, role, created_at from users where id = ${id} for update`.execute(trx)
  const [row] = rows
  if (!row) throw fail('not_found', 'There is no user with this id.')
  return row
}

function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: 'user', id, name }
}
