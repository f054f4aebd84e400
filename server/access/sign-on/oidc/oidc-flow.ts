import * as client from 'openid-client'
import type { Access } from '../../access.ts'
import { groupsOf, type Claims } from '../claims.ts'
import type { StoredProvider } from '../find-provider.ts'
import { discover, troubleOf, type ProviderTrouble } from './discover.ts'

export type OidcProvider = Extract<StoredProvider, { kind: 'oidc' }>

/** What has to be remembered while somebody is at the provider. */
export type OidcRequest = { nonce: string; verifier: string; redirect_uri: string }

/** Where to send the browser, and what to remember until it comes back with this state. */
export async function beginOidc(
  access: Access,
  provider: OidcProvider,
  { state, redirect_uri }: { state: string; redirect_uri: string },
): Promise<{ url: string; request: OidcRequest } | ProviderTrouble> {
  const configuration = await discover(access, provider.settings, secretOf(access, provider))
  if ('problem' in configuration) return configuration
  const request = { nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier(), redirect_uri }
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri,
    scope: scopesOf(configuration, provider),
    state,
    nonce: request.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(request.verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, request }
}

/** Exchanges the provider's answer for what it says of the person; state, nonce, PKCE and signature are checked. */
export async function finishOidc(
  access: Access,
  provider: OidcProvider,
  request: OidcRequest & { state: string },
  query: URLSearchParams,
): Promise<Claims | (ProviderTrouble | { problem: 'denied'; sentence: string })> {
  if (query.get('error') === 'access_denied')
    return { problem: 'denied', sentence: query.get('error_description') ?? 'access_denied' }
  const configuration = await discover(access, provider.settings, secretOf(access, provider))
  if ('problem' in configuration) return configuration
  try {
    const tokens = await client.authorizationCodeGrant(
      configuration,
      new URL(`${request.redirect_uri}?${query.toString()}`),
      {
        expectedState: request.state,
        expectedNonce: request.nonce,
        pkceCodeVerifier: request.verifier,
        idTokenExpected: true,
      },
    )
    const known = tokens.claims()
    if (!known) return { problem: 'failed', sentence: 'The provider gave no ID token.' }
    return toClaims(
      { ...(await moreClaims(configuration, tokens.access_token, known, provider)), ...known },
      provider,
    )
  } catch (error) {
    return troubleOf(error)
  }
}

/** Many providers say the e-mail address or the groups only when asked for them with the access token. */
async function moreClaims(
  configuration: client.Configuration,
  token: string,
  known: client.IDToken,
  { group_claim }: OidcProvider,
): Promise<object> {
  const isComplete = known.email !== undefined && (group_claim === null || group_claim in known)
  if (isComplete || !configuration.serverMetadata().userinfo_endpoint) return {}
  return client.fetchUserInfo(configuration, token, known.sub)
}

function toClaims(given: Record<string, unknown> & { sub: string }, { group_claim }: OidcProvider): Claims {
  const { sub, email, name, preferred_username } = given
  return {
    subject: sub,
    email: textOf(email),
    email_verified: given.email_verified === true || given.email_verified === 'true',
    name: textOf(name) ?? textOf(preferred_username),
    groups: group_claim === null ? [] : groupsOf(given[group_claim]),
  }
}

/** Some providers give groups only to who asks for the scope of that name, others refuse a scope that they do not know. */
function scopesOf(configuration: client.Configuration, { group_claim }: OidcProvider): string {
  const { scopes_supported } = configuration.serverMetadata()
  const asksGroups = group_claim !== null && scopes_supported?.includes('groups')
  return asksGroups ? 'openid email profile groups' : 'openid email profile'
}

function secretOf({ platform: { secrets } }: Access, { secret }: OidcProvider): string | null {
  return secret && secrets.open(secret)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}
