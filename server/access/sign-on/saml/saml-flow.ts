import { randomBytes } from 'node:crypto'
import { SAML, ValidateInResponseTo, type Profile } from '@node-saml/node-saml'
import type { ProviderTrouble } from '../oidc/discover.ts'
import { groupsOf, type Claims } from '../claims.ts'
import { describeProvider, type StoredProvider } from '../find-provider.ts'

const CLOCK_SKEW_MS = 60_000
const OLDEST_ASSERTION_MS = 15 * 60_000
const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient'
/** Where the products in use put them, in the order in which they are looked for. */
const EMAIL_ATTRIBUTES = [
  'email',
  'mail',
  'urn:oid:0.9.2342.19200300.100.1.3',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress',
]
const NAME_ATTRIBUTES = [
  'name',
  'displayName',
  'urn:oid:2.16.840.1.113730.3.1.241',
  'http://schemas.microsoft.com/identity/claims/displayname',
  'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name',
]

export type SamlProvider = Extract<StoredProvider, { kind: 'saml' }>

/** What an assertion says, and its own id, by which it is recognised when it comes again. */
export type Assertion = { claims: Claims; assertionId: string }

/** Where to send the browser, and the id of the request that the answer has to name. */
export async function beginSaml(
  provider: SamlProvider,
  base: string,
  state: string,
): Promise<{ url: string; requestId: string }> {
  const requestId = `_${randomBytes(20).toString('hex')}`
  const url = await serviceOf(provider, base, requestId).getAuthorizeUrlAsync(state, undefined, {})
  return { url, requestId }
}

/**
 * Reads the answer of the identity provider. The assertion has to be signed by it, meant for us, in time, and an answer
 * to this very request: all of that is checked in what is signed, not in what stands around it.
 */
export async function readSamlResponse(
  provider: SamlProvider,
  { base, requestId, response }: { base: string; requestId: string; response: string },
): Promise<Assertion | ProviderTrouble> {
  try {
    const service = serviceOf(provider, base, requestId)
    const { profile } = await service.validatePostResponseAsync({ SAMLResponse: response })
    if (!profile) return failed('The answer holds no assertion.')
    const problem = problemOf(provider, profile, { requestId, acs: callbackOf(provider, base) })
    return problem ? failed(problem) : toAssertion(provider, profile)
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'The answer cannot be read.')
  }
}

/** What this installation publishes about itself for the identity provider. */
export function serviceMetadata(provider: SamlProvider, base: string): string {
  return serviceOf(provider, base, null).generateServiceProviderMetadata(null)
}

function serviceOf(provider: SamlProvider, base: string, requestId: string | null): SAML {
  const { settings } = provider
  const { entity_id } = describeProvider(provider, base)
  return new SAML({
    issuer: entity_id,
    audience: entity_id,
    callbackUrl: callbackOf(provider, base),
    entryPoint: settings.sso_url,
    idpCert: settings.certificates,
    idpIssuer: settings.entity_id,
    identifierFormat: null,
    wantAssertionsSigned: true,
    wantAuthnResponseSigned: false,
    disableRequestedAuthnContext: true,
    acceptedClockSkewMs: CLOCK_SKEW_MS,
    maxAssertionAgeMs: OLDEST_ASSERTION_MS,
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: OLDEST_ASSERTION_MS,
    cacheProvider: oneRequest(requestId),
    ...(requestId && { generateUniqueId: () => requestId }),
  })
}

/** The one request that may be answered here; that it is answered once is seen to by the state it is kept under. */
function oneRequest(requestId: string | null) {
  const now = new Date().toISOString()
  return {
    saveAsync: (_key: string, value: string) => Promise.resolve({ value, createdAt: Date.now() }),
    getAsync: (key: string) => Promise.resolve(key === requestId ? now : null),
    removeAsync: (key: string | null) => Promise.resolve(key),
  }
}

type Part = { $?: Record<string, string> }
type Signed = Part & { Subject?: { SubjectConfirmation?: { SubjectConfirmationData?: Part[] }[] }[] }

function problemOf(
  { settings }: SamlProvider,
  profile: Profile,
  { requestId, acs }: { requestId: string; acs: string },
): string | null {
  if (profile.issuer !== settings.entity_id) return `The assertion is by another issuer, ${profile.issuer}.`
  if (!profile.nameID) return 'The assertion names nobody.'
  if (profile.nameIDFormat === TRANSIENT)
    return 'The provider names people by another id every time (transient).'
  const confirmations = signedPart(profile).Subject?.[0]?.SubjectConfirmation ?? []
  const isMeant = confirmations.some(({ SubjectConfirmationData: [data] = [] }) => {
    const { InResponseTo, Recipient, NotOnOrAfter } = data?.$ ?? {}
    return InResponseTo === requestId && Recipient === acs && NotOnOrAfter !== undefined
  })
  return isMeant ? null : 'The assertion is no answer to this request, or meant for another address.'
}

function toAssertion(provider: SamlProvider, profile: Profile): Assertion | ProviderTrouble {
  const assertionId = signedPart(profile).$?.ID
  if (!assertionId) return failed('The assertion has no id.')
  const { email_attribute, name_attribute } = provider.settings
  const email = firstText(profile, email_attribute ? [email_attribute] : EMAIL_ATTRIBUTES)
  const nameId = profile.nameID.includes('@') ? profile.nameID : null
  return {
    assertionId,
    claims: {
      subject: profile.nameID,
      email: email ?? (email_attribute ? null : nameId),
      // A SAML provider belongs to an organisation and vouches for the domains that it is set up with.
      email_verified: true,
      name: firstText(profile, name_attribute ? [name_attribute] : NAME_ATTRIBUTES),
      groups: provider.group_claim === null ? [] : groupsOf(attributeOf(profile, provider.group_claim)),
    },
  }
}

function signedPart(profile: Profile): Signed {
  const parsed = profile.getAssertion?.() as { Assertion?: Signed } | undefined
  return parsed?.Assertion ?? {}
}

function firstText(profile: Profile, names: string[]): string | null {
  const values = names.flatMap((name) => [attributeOf(profile, name)].flat())
  const found = values.find((value) => typeof value === 'string' && value.trim() !== '')
  return typeof found === 'string' ? found.trim() : null
}

function attributeOf({ attributes }: Profile, name: string): unknown {
  const all = attributes as Record<string, unknown> | undefined
  return all && Object.hasOwn(all, name) ? all[name] : undefined
}

function callbackOf(provider: SamlProvider, base: string): string {
  return describeProvider(provider, base).callback_url
}

function failed(sentence: string): ProviderTrouble {
  return { problem: 'failed', sentence }
}
