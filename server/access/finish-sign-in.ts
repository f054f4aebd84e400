import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { invariant } from '../platform/errors.ts'
import type { Access } from './access.ts'
import { audit } from './audit.ts'
import { toActor } from './caller.ts'
import { findMember, type Member } from './roles/find-member.ts'
import { requiresTwoFactor } from './sign-on/policy.ts'
import { startSession } from './start-session.ts'
import { beginChallenge, type Challenge } from './two-factor/challenges.ts'
import { hasSecondFactor } from './two-factor/second-factor.ts'
import { isTrustedDevice } from './two-factor/trusted-devices.ts'
import { subjectOf } from './users.ts'

/** Somebody who has shown the first factor. `isGuarded` when a provider vouches for a second one. */
export type Recognised = { userId: string; method: string; isGuarded?: boolean }

/** Signed in, or what is left to do first. */
export type SignedIn = { member: Member; step: null } | { member: null; step: Challenge['step'] }

/** Begins the session of who has shown the first factor, or asks for the second, as the user and the policy have it. */
export async function finishSignIn(
  access: Access,
  { userId, method, isGuarded = false }: Recognised,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<SignedIn> {
  const step = isGuarded ? null : await owedStep(access, userId, request)
  if (step) {
    await beginChallenge(access, reply, { userId, step, method })
    return { member: null, step }
  }
  return { member: await beginSession(access, { userId, method }, request, reply), step: null }
}

/** Begins the session, with its cookie on the reply and its entry in the audit log. */
export async function beginSession(
  access: Access,
  { userId, method }: Pick<Recognised, 'userId' | 'method'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member> {
  const { db } = access.platform
  const member = await findMember(db, userId)
  invariant(member, 'Who has signed in is a user.')
  await startSession(access.auth, userId, request, reply)
  access.forgetCallers()
  await sql`delete from sessions where expires_at < now()`.execute(db)
  await audit(db, toActor(member, request.ip), {
    action: 'user.signed_in',
    subject: subjectOf(member.user),
    details: method === 'password' ? {} : { with: method },
  })
  return member
}

async function owedStep(
  access: Access,
  userId: string,
  request: FastifyRequest,
): Promise<Challenge['step'] | null> {
  const { db } = access.platform
  const policy = await access.policy()
  if (await hasSecondFactor(db, userId)) {
    const isTrusted = policy.remember_days > 0 && (await isTrustedDevice(access, request, userId))
    return isTrusted ? null : 'code'
  }
  const member = await findMember(db, userId)
  return member && requiresTwoFactor(policy, member.user.roles) ? 'enrolment' : null
}
