import { z } from 'zod'
import type { App } from '../../../platform/http/index.ts'
import type { Access } from '../../access.ts'
import { cookieValue } from '../../credentials.ts'
import { cookieNames, dropCookie } from '../../own-cookies.ts'
import { retryLater } from '../../retry-later.ts'
import { baseOf } from '../base-address.ts'
import { claims } from '../claims.ts'
import { completeSignOn, refuseSignOn, sendBack } from '../complete-sign-on.ts'
import { findProvider } from '../find-provider.ts'
import { keepRequest, newState, takeRequest } from '../sign-on-requests.ts'
import { readSamlResponse, serviceMetadata, type SamlProvider } from './saml-flow.ts'
import { spendAssertion } from './spend-assertion.ts'

const MAX_RESPONSE_BYTES = 256 * 1024

const params = z.object({ id: z.uuid() })
const answer = z.object({ SAMLResponse: z.string().min(1), RelayState: z.string().max(100).default('') })
const begun = z.object({ request_id: z.string(), next: z.string().optional() })
const vouched = z.object({ claims, state: z.string(), next: z.string().optional() })
const config = { permission: 'public' } as const

/** Where an identity provider's answer arrives, and what it can read about this installation. */
export function registerSamlRoutes(app: App, access: Access): void {
  void app.register(async (scope: App) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: MAX_RESPONSE_BYTES },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    addAnswer(scope, access)
  })
  addCompletion(app, access)
  addMetadata(app, access)
}

/**
 * The answer comes by a form of the provider's page, with which a browser sends none of our cookies. So what it says is
 * kept for one more step, in which the browser shows that it is the one that began.
 */
function addAnswer(app: App, access: Access): void {
  const { platform } = access
  app.post(
    '/sign-on/:id/acs',
    { config, schema: { params, body: answer, hide: true } },
    async (request, reply) => {
      retryLater(reply, access.signInsByAddress.take(request.ip))
      const provider = await findSaml(access, request.params.id)
      if (!provider) return sendBack(reply, 'switched_off')
      const { SAMLResponse: response, RelayState: state } = request.body
      const kept = begun.safeParse(await takeRequest(platform, { state, providerId: provider.id }))
      if (!kept.success) return sendBack(reply, 'expired')
      const { request_id: requestId, next } = kept.data
      const read = await readSamlResponse(provider, { base: baseOf(access, request), requestId, response })
      const visit = { access, request, reply }
      const refuse = (detail: string) =>
        refuseSignOn(visit, { provider, problem: 'failed', detail, email: null })
      if ('problem' in read) return refuse(read.sentence)
      if (!(await spendAssertion(platform, provider.id, read.assertionId)))
        return refuse('The assertion was used before.')
      const token = newState()
      const next_step = { claims: read.claims, state, ...(next !== undefined && { next }) }
      await keepRequest(platform, { state: token, providerId: provider.id, kept: next_step })
      return reply.redirect(`/sign-on/${provider.id}/completion?token=${token}`, 303)
    },
  )
}

function addCompletion(app: App, access: Access): void {
  app.get(
    '/sign-on/:id/completion',
    { config, schema: { params, querystring: z.object({ token: z.string().max(100) }), hide: true } },
    async (request, reply) => {
      const provider = await findSaml(access, request.params.id)
      if (!provider) return sendBack(reply, 'switched_off')
      const taken = await takeRequest(access.platform, {
        state: request.query.token,
        providerId: provider.id,
      })
      const kept = vouched.safeParse(taken)
      const isOurs = kept.success && kept.data.state === cookieValue(request, cookieNames.signOn)
      dropCookie(reply, cookieNames.signOn, access.publicUrl)
      if (!isOurs) return sendBack(reply, 'expired')
      const visit = { access, request, reply }
      return completeSignOn(visit, { provider, claims: kept.data.claims, next: kept.data.next })
    },
  )
}

function addMetadata(app: App, access: Access): void {
  app.get('/sign-on/:id/metadata', { config, schema: { params, hide: true } }, async (request, reply) => {
    const provider = await findSaml(access, request.params.id)
    if (!provider) return reply.callNotFound()
    return reply.type('application/xml').send(serviceMetadata(provider, baseOf(access, request)))
  })
}

async function findSaml({ platform: { db } }: Access, id: string): Promise<SamlProvider | null> {
  const provider = await findProvider(db, id)
  return provider?.enabled && provider.kind === 'saml' ? provider : null
}
