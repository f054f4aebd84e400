import type { FastifyReply, FastifyRequest } from 'fastify'
import type { SignOnProblem } from '../../../model/sign-on-provider.ts'
import type { Access } from '../access.ts'
import { audit } from '../audit.ts'
import { finishSignIn } from '../finish-sign-in.ts'
import { systemActor } from '../system-actor.ts'
import { endChallenge } from '../two-factor/challenges.ts'
import type { Claims } from './claims.ts'
import type { StoredProvider } from './find-provider.ts'
import { providerSubject } from './providers.ts'
import { recognise } from './recognise.ts'
import { allowsAddress } from './require-address.ts'

export type Visit = { access: Access; request: FastifyRequest; reply: FastifyReply }
type Vouched = { provider: StoredProvider; claims: Claims; next: string | undefined }

/** Signs in whom the provider vouches for, and sends the browser to where it wanted to go, or to the second factor. */
export async function completeSignOn(
  { access, request, reply }: Visit,
  { provider, claims, next }: Vouched,
): Promise<FastifyReply> {
  const { email } = claims
  const refuse = (problem: SignOnProblem) =>
    refuseSignOn({ access, request, reply }, { provider, problem, detail: null, email })
  if (!(await allowsAddress(access, 'ui_addresses', request.ip))) return refuse('address')
  const found = await recognise(access.platform, provider, claims, request.ip)
  if ('refused' in found) return refuse(found.refused)
  await endChallenge(access, request, reply)
  const isGuarded = provider.second_factor === 'provider'
  const recognised = { userId: found.userId, method: provider.name, isGuarded }
  const { step } = await finishSignIn(access, recognised, request, reply)
  const goal = isOwnPath(next) ? next : '/'
  return reply.redirect(step ? `/sign-in?next=${encodeURIComponent(goal)}` : goal, 303)
}

export type Refusal = {
  provider: StoredProvider
  problem: SignOnProblem
  detail: string | null
  email: string | null
}

/** Sends the browser back with the problem, of which the audit log keeps the details. */
export async function refuseSignOn(
  { access, request, reply }: Visit,
  { provider, problem, detail, email }: Refusal,
): Promise<FastifyReply> {
  await audit(
    access.platform.db,
    { ...systemActor, ip: request.ip },
    {
      action: 'sign_on.refused',
      subject: providerSubject(provider),
      details: { problem, ...(detail && { detail }), ...(email && { email }) },
    },
  )
  return sendBack(reply, problem)
}

/** Sends the browser back to the sign-in page, which says what the problem is. */
export function sendBack(reply: FastifyReply, problem: SignOnProblem): FastifyReply {
  return reply.redirect(`/sign-in?problem=${problem}`, 303)
}

/** Only a page of ours: a link must not lead somebody who signs in to another site. */
function isOwnPath(path: string | undefined): path is string {
  return path !== undefined && /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)
}
