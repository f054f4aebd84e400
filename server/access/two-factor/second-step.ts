import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Enrolment } from '../../../model/sign-on.ts'
import { fail } from '../../platform/errors.ts'
import type { Access } from '../access.ts'
import { toActor } from '../caller.ts'
import { beginSession } from '../finish-sign-in.ts'
import { findMember, type Member } from '../roles/find-member.ts'
import { requireAddress } from '../sign-on/require-address.ts'
import { endChallenge, findChallenge, type Challenge } from './challenges.ts'
import { confirmEnrolment, startEnrolment } from './enrol.ts'
import { requireCode } from './require-code.ts'
import { trustDevice } from './trusted-devices.ts'

/** Takes the code of who has shown the password, and begins the session. */
export async function showSecondFactor(
  access: Access,
  { code, remember }: { code: string; remember: boolean },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Member> {
  const { challenge, member } = await requireChallenge(access, request, 'code')
  await requireCode(access, toActor(member, request.ip), reply, code)
  const { remember_days } = await access.policy()
  if (remember && remember_days > 0) await trustDevice(access, reply, challenge.userId, remember_days)
  await endChallenge(access, request, reply)
  return beginSession(access, challenge, request, reply)
}

/** Begins to set up an app for who may not come in without one. */
export async function startOwedEnrolment(access: Access, request: FastifyRequest): Promise<Enrolment> {
  const { member } = await requireChallenge(access, request, 'enrolment')
  return startEnrolment(access.platform, member.user)
}

/** Takes the app's first code and begins the session. Gives the recovery codes. */
export async function confirmOwedEnrolment(
  access: Access,
  code: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<{ member: Member; codes: string[] }> {
  const { challenge, member } = await requireChallenge(access, request, 'enrolment')
  const codes = await confirmEnrolment(access.platform, toActor(member, request.ip), code)
  await endChallenge(access, request, reply)
  return { member: await beginSession(access, challenge, request, reply), codes }
}

async function requireChallenge(
  access: Access,
  request: FastifyRequest,
  step: Challenge['step'],
): Promise<{ challenge: Challenge; member: Member }> {
  await requireAddress(access, 'ui_addresses', request.ip)
  const challenge = await findChallenge(access, request)
  const member = challenge && (await findMember(access.platform.db, challenge.userId))
  if (!member || challenge.step !== step)
    throw fail('conflict', 'This sign-in has not begun, or has taken too long. Begin again.')
  return { challenge, member }
}
