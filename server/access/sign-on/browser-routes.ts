import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { SignOnProblem } from '../../../model/sign-on-provider.ts'
import type { App } from '../../platform/http/index.ts'
import type { Access } from '../access.ts'
import { cookieValue } from '../credentials.ts'
import { cookieNames, dropCookie, setCookie } from '../own-cookies.ts'
import { retryLater } from '../retry-later.ts'
import { baseOf } from './base-address.ts'
import { completeSignOn, refuseSignOn, sendBack, type Visit } from './complete-sign-on.ts'
import { describeProvider, findProvider, type StoredProvider } from './find-provider.ts'
import { beginOidc, finishOidc, type OidcProvider } from './oidc/oidc-flow.ts'
import { beginSaml, type SamlProvider } from './saml/saml-flow.ts'
import { keepRequest, newState, REQUEST_S, takeRequest } from './sign-on-requests.ts'

const params = z.object({ id: z.uuid() })
const startQuery = z.object({ next: z.string().max(2000).optional().catch(undefined) })
const keptRequest = z.object({
  nonce: z.string(),
  verifier: z.string(),
  redirect_uri: z.string(),
  next: z.string().optional(),
})

/** The addresses to which browsers are sent on their way to a provider and back: pages, not part of the API. */
export function registerBrowserRoutes(app: App, access: Access): void {
  const config = { permission: 'public' } as const

  app.get(
    '/sign-on/:id',
    { config, schema: { params, querystring: startQuery, hide: true } },
    async (request, reply) => {
      retryLater(reply, access.signInsByAddress.take(request.ip))
      const provider = await findProvider(access.platform.db, request.params.id)
      if (!provider?.enabled) return sendBack(reply, 'switched_off')
      return begin({ access, request, reply }, provider, request.query.next)
    },
  )

  app.get('/sign-on/:id/callback', { config, schema: { params, hide: true } }, async (request, reply) => {
    const provider = await findProvider(access.platform.db, request.params.id)
    if (!provider?.enabled || provider.kind !== 'oidc') return sendBack(reply, 'switched_off')
    return finish({ access, request, reply }, provider)
  })
}

async function begin(
  visit: Visit,
  provider: StoredProvider,
  next: string | undefined,
): Promise<FastifyReply> {
  const { access, request, reply } = visit
  const state = newState()
  const base = baseOf(access, request)
  const begun =
    provider.kind === 'oidc'
      ? await startOidc(access, provider, { state, base })
      : await startSaml(provider, { state, base })
  if ('problem' in begun) return refuse(visit, provider, begun)
  const kept = { ...begun.kept, ...(next !== undefined && { next }) }
  await keepRequest(access.platform, { state, providerId: provider.id, kept })
  setCookie(reply, { name: cookieNames.signOn, value: state, maxAgeS: REQUEST_S }, access.publicUrl)
  return reply.redirect(begun.url)
}

type Way = { state: string; base: string }

async function startOidc(access: Access, provider: OidcProvider, { state, base }: Way) {
  const redirect_uri = describeProvider(provider, base).callback_url
  const begun = await beginOidc(access, provider, { state, redirect_uri })
  return 'problem' in begun ? begun : { url: begun.url, kept: begun.request }
}

async function startSaml(provider: SamlProvider, { state, base }: Way) {
  const { url, requestId } = await beginSaml(provider, base, state)
  return { url, kept: { request_id: requestId } }
}

/** The state has to be the one that this very browser was given, or somebody could be signed in as somebody else. */
async function finish(visit: Visit, provider: OidcProvider): Promise<FastifyReply> {
  const { access, request, reply } = visit
  const query = new URLSearchParams(request.url.split('?')[1] ?? '')
  const state = query.get('state') ?? ''
  const isOurs = state !== '' && state === cookieValue(request, cookieNames.signOn)
  const kept = isOurs ? await takeRequest(access.platform, { state, providerId: provider.id }) : null
  dropCookie(reply, cookieNames.signOn, access.publicUrl)
  const begun = keptRequest.safeParse(kept)
  if (!begun.success) return sendBack(reply, 'expired')
  const claims = await finishOidc(access, provider, { ...begun.data, state }, query)
  if ('problem' in claims) return refuse(visit, provider, claims)
  return completeSignOn(visit, { provider, claims, next: begun.data.next })
}

async function refuse(
  { access, request, reply }: Visit,
  provider: StoredProvider,
  { problem, sentence }: { problem: SignOnProblem; sentence: string },
): Promise<FastifyReply> {
  return refuseSignOn({ access, request, reply }, { provider, problem, detail: sentence, email: null })
}
