import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** What the provider of a test says of somebody. */
export type Person = {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  groups?: string[]
}

export type TestProvider = {
  issuer: string
  client: { client_id: string; client_secret: string }
  /** Where it may send browsers back to. */
  redirects: Set<string>
  /** Who is signed in there; null for somebody who refuses. */
  person: Person | null
  /** Answers that take the place of the provider's own, by path. */
  overrides: Map<string, (response: ServerResponse) => void>
  /** How often each path was asked for. */
  asked: string[]
  close(): Promise<void>
}

/** A real OpenID Connect provider on a port of its own, whose sign-in page is one click that nobody has to make. */
export async function openTestProvider(): Promise<TestProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = { client_id: 'kith', client_secret: 'a secret of this test' }
  const test: TestProvider = {
    issuer,
    client,
    redirects: new Set(),
    person: null,
    overrides: new Map(),
    asked: [],
    close: () => close(server),
  }
  const provider = new Provider(issuer, {
    clients: [{ ...client, redirect_uris: [`${issuer}/unused`] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    cookies: { keys: ['a key of this test'] },
    ttl: { Session: 60, Interaction: 60, Grant: 60, IdToken: 60, AccessToken: 60, AuthorizationCode: 60 },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ ...test.person, sub }),
    }),
  })
  provider.Client.prototype.redirectUriAllowed = (uri: string) => test.redirects.has(uri)
  const answer = provider.callback()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url?.split('?', 1)[0] ?? ''
    test.asked.push(path)
    const override = test.overrides.get(path)
    if (override) override(response)
    else if (path.startsWith('/interaction/')) void agree(provider, test.person, request, response)
    else void answer(request, response)
  })
  return test
}

/** Signs the person in and agrees to everything, or refuses. */
async function agree(
  provider: Provider,
  person: Person | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response)
  if (!person) {
    const refusal = { error: 'access_denied', error_description: 'The user said no.' }
    return provider.interactionFinished(request, response, refusal)
  }
  const grant = new provider.Grant({ accountId: person.sub, clientId: String(params.client_id) })
  grant.addOIDCScope(String(params.scope))
  const grantId = await grant.save()
  await provider.interactionFinished(request, response, {
    login: { accountId: person.sub },
    consent: { grantId },
  })
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}

/** Follows the redirects of a provider as a browser does, with its cookies, until they lead elsewhere. */
export async function visitProvider(url: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let at = new URL(url)
  const { origin } = at
  while (at.origin === origin) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie } })
    for (const one of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? []
      cookies.set(name, value)
    }
    const location = answer.headers.get('location')
    if (location === null) throw new Error(`The provider answered ${answer.status}: ${await answer.text()}`)
    at = new URL(location, at)
  }
  return at
}
