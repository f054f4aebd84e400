import { z } from 'zod'
import { confirmationInput, enrolment, ownSignIn, proofInput, recoveryCodes } from '../../../model/sign-on.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import {
  confirmOwnEnrolment,
  describeOwnSignIn,
  disableOwnFactor,
  forgetOwnDevices,
  renewOwnRecoveryCodes,
  startOwnEnrolment,
} from './own-factor.ts'
import { resetFactor } from './remove-factor.ts'

const tags = ['Account']
const config = { permission: 'signed_in' } as const

/** Routes by which users look after their second factor, and by which one who has lost it is helped. */
export function registerTwoFactorRoutes(app: App, access: Access): void {
  addSetup(app, access)
  addUpkeep(app, access)
  app.delete(
    '/api/v1/users/:id/second-factor',
    {
      config: { permission: 'users:write' },
      schema: {
        params: z.object({ id: z.string().max(100) }),
        response: { 204: noContent },
        tags: ['Users'],
        summary: 'Take the second factor from a user who has lost it; they are signed out everywhere',
      },
    },
    async (request, reply) => {
      await resetFactor(access.platform, request.actor, request.params.id)
      access.forgetCallers()
      return reply.code(204).send(null)
    },
  )
}

function addSetup(app: App, access: Access): void {
  app.get(
    '/api/v1/account/sign-in',
    { config, schema: { response: { 200: ownSignIn }, tags, summary: 'How you sign in' } },
    (request) => describeOwnSignIn(access, request.actor),
  )

  app.post(
    '/api/v1/account/second-factor/enrolment',
    {
      config,
      schema: {
        body: proofInput,
        response: { 201: enrolment },
        tags,
        summary: 'Begin to set up an authenticator app, or another one',
      },
    },
    async (request, reply) =>
      reply.code(201).send(await startOwnEnrolment(access, request, reply, request.body)),
  )

  app.put(
    '/api/v1/account/second-factor',
    {
      config,
      schema: {
        body: confirmationInput,
        response: { 200: recoveryCodes },
        tags,
        summary: 'Put the app to use by its first code; the answer holds the recovery codes, once',
      },
    },
    async ({ actor, body }) => ({ recovery_codes: await confirmOwnEnrolment(access, actor, body.code) }),
  )
}

function addUpkeep(app: App, access: Access): void {
  app.post(
    '/api/v1/account/second-factor/removal',
    {
      config,
      schema: {
        body: proofInput,
        response: { 204: noContent },
        tags,
        summary: 'Switch the second factor off',
      },
    },
    async (request, reply) => {
      await disableOwnFactor(access, request, reply, request.body)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/api/v1/account/recovery-codes',
    {
      config,
      schema: {
        body: proofInput,
        response: { 201: recoveryCodes },
        tags,
        summary: 'New recovery codes in place of the former ones',
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send({ recovery_codes: await renewOwnRecoveryCodes(access, request, reply, request.body) }),
  )

  app.delete(
    '/api/v1/account/trusted-devices',
    {
      config,
      schema: {
        response: { 204: noContent },
        tags,
        summary: 'Ask for the second factor again in every browser',
      },
    },
    async (request, reply) => {
      await forgetOwnDevices(access, request.actor)
      return reply.code(204).send(null)
    },
  )
}
