import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { session, setupInput, type Session } from '../../model/access.ts'
import type { PendingStep } from '../../model/sign-on.ts'
import { invariant } from '../platform/errors.ts'
import { noContent, type App } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { findChallenge } from './two-factor/challenges.ts'
import { signIn, signOut } from './sign-in.ts'
import { systemActor } from './system-actor.ts'
import { findMember, type Member } from './roles/find-member.ts'
import { createFirstUser } from './users.ts'

const tags = ['Session']
const password = z.object({ email: z.email().max(320), password: z.string().min(1).max(200) })

/** Routes to set up, sign in and sign out. */
export function registerSessionRoutes(app: App, access: Access): void {
  app.get(
    '/api/v1/session',
    {
      config: { permission: 'public' },
      schema: { response: { 200: session }, tags, summary: 'Who is signed in, and what they may do' },
    },
    (request) => currentSession(access, request),
  )

  app.post(
    '/api/v1/setup',
    {
      config: { permission: 'public' },
      schema: {
        body: setupInput,
        response: { 201: session },
        tags,
        summary: 'Make the first user, once, and sign in',
      },
    },
    async (request, reply) => {
      await createFirstUser(access.platform, { ...systemActor, ip: request.ip }, request.body)
      const { member } = await signIn(access, request.body, request, reply)
      invariant(member, 'There is no rule yet that asks the first user for more.')
      return reply.code(201).send(sessionOf(member))
    },
  )

  app.post(
    '/api/v1/session',
    {
      config: { permission: 'public' },
      schema: {
        body: password,
        response: { 201: session, 202: session },
        tags,
        summary: 'Sign in with e-mail address and password; 202 when a second factor is left to show',
      },
    },
    async (request, reply) => {
      const { member, step } = await signIn(access, request.body, request, reply)
      if (member) return reply.code(201).send(sessionOf(member))
      return reply.code(202).send(await strangerSession(access, step))
    },
  )

  app.delete(
    '/api/v1/session',
    {
      config: { permission: 'signed_in' },
      schema: { response: { 204: noContent }, tags, summary: 'Sign out' },
    },
    async (request, reply) => {
      await signOut(access, request, reply)
      return reply.code(204).send(null)
    },
  )
}

async function currentSession(access: Access, request: FastifyRequest): Promise<Session> {
  const { caller } = request
  if (!caller) return strangerSession(access, (await findChallenge(access, request))?.step)
  const member = caller.type === 'user' ? await findMember(access.platform.db, caller.id) : null
  return sessionOf({ user: member?.user ?? null, permissions: caller.permissions, grants: caller.grants })
}

async function strangerSession(
  { needsSetup, policy }: Access,
  step: PendingStep['step'] | undefined,
): Promise<Session> {
  const pending = step ? { step, remember_days: (await policy()).remember_days } : null
  const needs_setup = await needsSetup()
  return { user: null, needs_setup, pending, permissions: [], role_names: [], rights: {}, fields: {} }
}

type Signed = Pick<Member, 'permissions' | 'grants'> & { user: Member['user'] | null }

/** What somebody who is signed in is told of themselves. */
export function sessionOf({ user, permissions, grants }: Signed): Session {
  const { rights, fields, roles } = grants
  const role_names = roles.map(({ name }) => name)
  return {
    user,
    needs_setup: false,
    pending: null,
    permissions: [...permissions],
    role_names,
    rights,
    fields,
  }
}
