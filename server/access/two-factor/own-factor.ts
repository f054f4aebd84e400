import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Enrolment, OwnSignIn, Proof } from '../../../model/sign-on.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { findPasswordHash, requirePassword } from '../require-password.ts'
import { findMember } from '../roles/find-member.ts'
import { requiresTwoFactor } from '../sign-on/policy.ts'
import { subjectOf } from '../users.ts'
import { confirmEnrolment, startEnrolment, wrongCode } from './enrol.ts'
import { countRecoveryCodes, replaceRecoveryCodes } from './recovery-codes.ts'
import { removeFactor } from './remove-factor.ts'
import { hasSecondFactor } from './second-factor.ts'
import { countDevices, forgetDevices } from './trusted-devices.ts'
import { requireCode } from './require-code.ts'

/** How the caller signs in. */
export async function describeOwnSignIn(
  { platform: { db, clock }, policy }: Access,
  actor: Actor,
): Promise<OwnSignIn> {
  const { id, grants } = requireUser(actor)
  const { rows } = await sql<{ enabled_at: Date | null; providers: string[] }>`
    select (select enabled_at from second_factors where user_id = ${id}) as enabled_at,
      array(select p.name from accounts a join sign_on_providers p on p.id::text = a.provider_id
        where a.user_id = ${id} order by p.name) as providers`.execute(db)
  const roles = grants.roles.map((role) => role.id)
  return {
    has_password: (await findPasswordHash(db, id)) !== null,
    providers: rows[0]?.providers ?? [],
    second_factor: {
      enabled_at: rows[0]?.enabled_at?.toISOString() ?? null,
      required: requiresTwoFactor(await policy(), roles),
      recovery_codes_left: await countRecoveryCodes(db, id),
      trusted_devices: await countDevices(db, id, new Date(clock.now())),
    },
  }
}

/** Begins to set up an app for the caller, or another one in its place. */
export async function startOwnEnrolment(
  access: Access,
  { actor }: FastifyRequest,
  reply: FastifyReply,
  proof: Proof,
): Promise<Enrolment> {
  requireUser(actor)
  await requireProof(access, actor, reply, proof)
  const member = await findMember(access.platform.db, actor.id)
  if (!member) throw fail('unauthenticated')
  return startEnrolment(access.platform, member.user)
}

/** Puts the caller's app to use. Gives the recovery codes. */
export function confirmOwnEnrolment({ platform }: Access, actor: Actor, code: string): Promise<string[]> {
  requireUser(actor)
  return confirmEnrolment(platform, actor, code)
}

/** Switches the caller's second factor off. Throws `conflict` where it is required. */
export async function disableOwnFactor(
  access: Access,
  { actor }: FastifyRequest,
  reply: FastifyReply,
  proof: Proof,
): Promise<void> {
  const { grants } = requireUser(actor)
  const roles = grants.roles.map((role) => role.id)
  if (requiresTwoFactor(await access.policy(), roles))
    throw fail('conflict', 'A second factor is required here. You can set up another app instead.')
  await requireProof(access, actor, reply, proof)
  await access.platform.db.transaction().execute(async (trx) => {
    await removeFactor(trx, actor.id)
    await audit(trx, actor, { action: 'user.second_factor_disabled', subject: subjectOf(actor) })
  })
}

/** Gives the caller new recovery codes; the former ones open nothing any more. */
export async function renewOwnRecoveryCodes(
  access: Access,
  { actor }: FastifyRequest,
  reply: FastifyReply,
  proof: Proof,
): Promise<string[]> {
  requireUser(actor)
  await requireProof(access, actor, reply, proof)
  const { db, secrets } = access.platform
  if (!(await hasSecondFactor(db, actor.id))) throw fail('conflict', 'There is no second factor to recover.')
  return db.transaction().execute(async (trx) => {
    await audit(trx, actor, { action: 'user.recovery_codes_renewed', subject: subjectOf(actor) })
    return replaceRecoveryCodes(trx, secrets, actor.id)
  })
}

/** Has every browser of the caller asked for the second factor again. */
export async function forgetOwnDevices({ platform }: Access, actor: Actor): Promise<void> {
  requireUser(actor)
  await platform.db.transaction().execute(async (trx) => {
    const count = await forgetDevices(trx, actor.id)
    const subject = subjectOf(actor)
    await audit(trx, actor, { action: 'user.trusted_devices_forgotten', subject, details: { count } })
  })
}

function requireUser(actor: Actor): Actor {
  if (actor.type !== 'user') throw fail('forbidden', 'An API key signs in with itself and nothing else.')
  return actor
}

/** The password again, so that an unattended browser is not enough; who has none shows a code of the present app. */
async function requireProof(
  access: Access,
  actor: Actor,
  reply: FastifyReply,
  { password, code }: Proof,
): Promise<void> {
  const { db } = access.platform
  if (await findPasswordHash(db, actor.id))
    return requirePassword(access, reply, { userId: actor.id, password: password ?? '', field: 'password' })
  if (!(await hasSecondFactor(db, actor.id))) return
  if (code === undefined) throw wrongCode('A code of your app is needed.')
  await requireCode(access, actor, reply, code)
}
