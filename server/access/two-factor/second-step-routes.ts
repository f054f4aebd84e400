import { session } from '../../../model/access.ts'
import { confirmationInput, enrolment, recoveryCodes, secondFactorInput } from '../../../model/sign-on.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { sessionOf } from '../session-routes.ts'
import { endChallenge } from './challenges.ts'
import { confirmOwedEnrolment, showSecondFactor, startOwedEnrolment } from './second-step.ts'

const tags = ['Session']
const config = { permission: 'public' } as const

/** Routes for what is left to do between the password and the session; a cookie says whose it is. */
export function registerSecondStepRoutes(app: App, access: Access): void {
  app.post(
    '/api/v1/session/second-factor',
    {
      config,
      schema: {
        body: secondFactorInput,
        response: { 201: session },
        tags,
        summary: 'Show the code of the app, or a recovery code, after the password',
      },
    },
    async (request, reply) => {
      const member = await showSecondFactor(access, request.body, request, reply)
      return reply.code(201).send(sessionOf(member))
    },
  )

  app.post(
    '/api/v1/session/enrolment',
    {
      config,
      schema: {
        response: { 201: enrolment },
        tags,
        summary: 'Begin to set up the authenticator app that is required',
      },
    },
    async (request, reply) => reply.code(201).send(await startOwedEnrolment(access, request)),
  )

  app.put(
    '/api/v1/session/enrolment',
    {
      config,
      schema: {
        body: confirmationInput,
        response: { 201: session.extend(recoveryCodes.shape) },
        tags,
        summary: 'Put the required app to use by its first code, and be signed in',
      },
    },
    async (request, reply) => {
      const { member, codes } = await confirmOwedEnrolment(access, request.body.code, request, reply)
      return reply.code(201).send({ ...sessionOf(member), recovery_codes: codes })
    },
  )

  app.delete(
    '/api/v1/session/second-factor',
    { config, schema: { response: { 204: noContent }, tags, summary: 'Give up a sign-in that has begun' } },
    async (request, reply) => {
      await endChallenge(access, request, reply)
      return reply.code(204).send(null)
    },
  )
}
