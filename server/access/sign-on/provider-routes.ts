import { z } from 'zod'
import { provider, providerChange, providerInput, signOnOptions } from '../../../model/sign-on-provider.ts'
import { noContent, type App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { baseOf } from './base-address.ts'
import { describeProvider, listProviders } from './find-provider.ts'
import { changeProvider, createProvider, removeProvider } from './providers.ts'

const tags = ['Sign-on']
const params = z.object({ id: z.uuid() })

/** Routes for the providers through which people sign in. */
export function registerProviderRoutes(app: App, access: Access): void {
  addReads(app, access)
  addWrites(app, access)
}

function addReads(app: App, access: Access): void {
  const { db } = access.platform
  app.get(
    '/api/v1/sign-on',
    {
      config: { permission: 'public' },
      schema: { response: { 200: signOnOptions }, tags, summary: 'The ways to sign in' },
    },
    async () => {
      const { password } = await access.policy()
      const providers = (await listProviders(db)).filter(({ enabled }) => enabled)
      const mails = (await access.mail.server()) !== null
      return { password, providers: providers.map(({ id, name }) => ({ id, name })), mails }
    },
  )

  app.get(
    '/api/v1/sign-on/providers',
    {
      config: { permission: 'sign_on:read' },
      schema: {
        response: { 200: z.object({ data: z.array(provider), next: z.null() }) },
        tags,
        summary: 'The sign-on providers, by name',
      },
    },
    async (request) => {
      const base = baseOf(access, request)
      const data = (await listProviders(db)).map((one) => describeProvider(one, base))
      return { data, next: null }
    },
  )
}

function addWrites(app: App, access: Access): void {
  const config = { permission: 'sign_on:write' } as const
  app.post(
    '/api/v1/sign-on/providers',
    {
      config,
      schema: {
        body: providerInput,
        response: { 201: provider },
        tags,
        summary: 'Add a provider; an OpenID Connect one is asked for its configuration first',
      },
    },
    async (request, reply) => {
      const created = await createProvider(access, request.actor, request.body)
      return reply.code(201).send(describeProvider(created, baseOf(access, request)))
    },
  )

  app.patch(
    '/api/v1/sign-on/providers/:id',
    {
      config,
      schema: {
        params,
        body: providerChange,
        response: { 200: provider },
        tags,
        summary: 'Change a provider',
      },
    },
    async (request) => {
      const changed = await changeProvider(access, request.actor, request.params.id, request.body)
      return describeProvider(changed, baseOf(access, request))
    },
  )

  app.delete(
    '/api/v1/sign-on/providers/:id',
    { config, schema: { params, response: { 204: noContent }, tags, summary: 'Remove a provider' } },
    async (request, reply) => {
      await removeProvider(access, request.actor, request.params.id)
      return reply.code(204).send(null)
    },
  )
}
