import { sql, type RawBuilder } from 'kysely'
import { audit, requireRecord, requireWritable, type RecordKind } from '../../access/index.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { IDENTITY_LOCK } from '../identity/identity-lock.ts'
import { companyKind, personKind } from './record-kinds.ts'
import { tellOwned } from './tell-owned.ts'

type Assignment = { id: string; ownerId: string | null }
type Found = { id: string; key: string; name: string | null; owner_id: string | null; owner: string | null }

/** Gives a person to a user, or to nobody. The person's row is a copy that events write too, hence the lock. */
export async function assignPerson({ db, clock }: Platform, caller: Actor, asked: Assignment): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => assignPersonIn(trx, caller, { ...asked, at }))
}

/** The same within a transaction. */
export async function assignPersonIn(
  trx: Trx,
  caller: Actor,
  asked: Assignment & { at: Date },
): Promise<void> {
  await assign(trx, caller, {
    ...asked,
    kind: personKind,
    lock: sql`select pg_advisory_xact_lock(${IDENTITY_LOCK})`,
    write: ({ id, key }, at) => sql`
      with fact as (
        update identifiers set owner_id = ${asked.ownerId}, owner_at = ${at} where id = ${key}::uuid
      )
      update people set owner_id = ${asked.ownerId} where id = ${id}::uuid`,
  })
}

/** Gives a company to a user, or to nobody. */
export async function assignCompany(
  { db, clock }: Platform,
  caller: Actor,
  asked: Assignment,
): Promise<void> {
  const at = new Date(clock.now())
  await db.transaction().execute((trx) => assignCompanyIn(trx, caller, { ...asked, at }))
}

/** The same within a transaction. */
export async function assignCompanyIn(
  trx: Trx,
  caller: Actor,
  asked: Assignment & { at: Date },
): Promise<void> {
  await assign(trx, caller, {
    ...asked,
    kind: companyKind,
    lock: sql`select from companies where id = ${asked.id}::uuid for no key update`,
    write: ({ id }) => sql`update companies set owner_id = ${asked.ownerId} where id = ${id}::uuid`,
  })
}

type Writing = Assignment & {
  at: Date
  kind: RecordKind
  lock: RawBuilder<unknown>
  write(found: Found, at: Date): RawBuilder<unknown>
}

async function assign(
  trx: Trx,
  caller: Actor,
  { id, ownerId, kind, lock, write, at }: Writing,
): Promise<void> {
  await lock.execute(trx)
  await requireRecord(trx, caller, {
    object: kind.object,
    action: 'assign',
    from: kind.from(id),
    what: kind.one,
  })
  requireWritable(caller, kind.object, ['owner'])
  const found = await findRecord(trx, kind, id)
  const owner = ownerId && (await nameOfUser(trx, ownerId))
  if (found.owner_id === ownerId) return
  await write(found, at).execute(trx)
  await record(trx, caller, { kind, found, owner, at })
}

async function findRecord(trx: Trx, kind: RecordKind, id: string): Promise<Found> {
  const { rows } = await sql<Found>`
    select r.id, ${kind.key} as key, ${kind.name} as name, r.owner_id,
      (select name from users where id = r.owner_id) as owner
    from ${kind.from(id)}`.execute(trx)
  const [found] = rows
  invariant(found, 'A record that may be given away exists.')
  return found
}

async function nameOfUser(trx: Trx, userId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from users where id = ${userId} for key share`.execute(trx)
  if (rows[0]) return rows[0].name
  throw fail('validation_failed', 'owner_id: There is no user with this id.', [
    { field: 'owner_id', problem: 'There is no user with this id.' },
  ])
}

type Told = { kind: RecordKind; found: Found; owner: string | null; at: Date }

async function record(trx: Trx, caller: Actor, { kind, found, owner, at }: Told): Promise<void> {
  const { id, key, name } = found
  await audit(trx, caller, {
    action: `${kind.one}.assigned`,
    subject: { type: kind.one, id, name },
    details: { before: { owner: found.owner }, after: { owner } },
  })
  const isPerson = kind === personKind
  if (isPerson) await tellOwned(trx, [key])
  await recordEvent(trx, {
    type: 'track',
    event: isPerson ? 'Owner Changed' : 'Company Owner Changed',
    personRef: isPerson ? key : null,
    companyRef: isPerson ? null : id,
    at,
    properties: { from_owner: found.owner, to_owner: owner },
  })
}
