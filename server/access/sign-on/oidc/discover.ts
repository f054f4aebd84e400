import * as client from 'openid-client'
import type { OidcSettings } from '../../../../model/sign-on-provider.ts'
import type { Access } from '../../access.ts'
import { providerFetch, UnreachableProvider } from './provider-fetch.ts'

const CLOCK_TOLERANCE_S = 60

/** Why a provider cannot be used, in a sentence. */
export type ProviderTrouble = { problem: 'failed' | 'unreachable'; sentence: string }

/**
 * Asks a provider for its configuration and sets the client up: every ID token's signature is checked, requests go to
 * public addresses over https only, unless the installation allows its own network.
 */
export async function discover(
  { allowPrivate }: Access,
  { issuer, client_id }: OidcSettings,
  secret: string | null,
): Promise<client.Configuration | ProviderTrouble> {
  const url = new URL(issuer)
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    return { problem: 'failed', sentence: 'The issuer’s address must begin with https://.' }
  const fetch = providerFetch(allowPrivate)
  const execute = allowPrivate ? [client.allowInsecureRequests] : []
  try {
    const options = { [client.customFetch]: fetch, execute }
    const found = await client.discovery(url, client_id, undefined, client.None(), options)
    const metadata = found.serverMetadata()
    const settings = { [client.clockTolerance]: CLOCK_TOLERANCE_S }
    const configuration = new client.Configuration(
      metadata,
      client_id,
      settings,
      clientAuth(metadata, secret),
    )
    configuration[client.customFetch] = fetch
    for (const set of [...execute, client.enableNonRepudiationChecks]) set(configuration)
    return configuration
  } catch (error) {
    return troubleOf(error)
  }
}

/** What went wrong with a provider, from whatever the library has thrown. */
export function troubleOf(error: unknown): ProviderTrouble {
  const reasons = chainOf(error)
  const unreachable = reasons.find((one) => one instanceof UnreachableProvider)
  if (unreachable) return { problem: 'unreachable', sentence: unreachable.message }
  const words = reasons.map((one) => one.message).filter((message) => message !== '')
  return {
    problem: 'failed',
    sentence: [...new Set(words)].join(': ') || 'The provider’s answer is not in order.',
  }
}

function chainOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...chainOf(error.cause)] : []
}

/** In the header unless the provider takes the secret in the body only; nothing for a public client. */
function clientAuth(metadata: client.ServerMetadata, secret: string | null): client.ClientAuth {
  if (!secret) return client.None()
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic')
    ? client.ClientSecretBasic(secret)
    : client.ClientSecretPost(secret)
}
