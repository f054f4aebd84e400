import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry, Session } from '../../../../model/access.ts'
import type { Page } from '../../../../model/page.ts'
import type { Provider } from '../../../../model/sign-on-provider.ts'
import { openTestAccess, type TestAccess } from '../../open-test-access.ts'
import { openTestBrowser, type TestBrowser } from '../../test-browser.ts'
import {
  encoded,
  idpMetadata,
  readAuthnRequest,
  samlResponse,
  type AuthnRequest,
  type Said,
} from '../../../platform/test-providers/index.ts'

const KITH = 'https://kith.example'

describe('signing on with SAML', () => {
  let access: TestAccess
  let provider: Provider

  beforeAll(async () => {
    access = await openTestAccess('embedded', undefined, { publicUrl: KITH })
    provider = (await create({})).body
  })
  afterAll(() => access.close())
  beforeEach(() => access.platform.clock.advance(600_000))

  const create = (input: object) =>
    access.as.owner.post<Provider>('/api/v1/sign-on/providers', {
      kind: 'saml',
      name: 'Company login',
      domains: ['example.com'],
      saml: { metadata: idpMetadata },
      ...input,
    })
  const change = (input: object) => access.as.owner.patch(`/api/v1/sign-on/providers/${provider.id}`, input)
  const start = async (browser: TestBrowser, next = '/deals') => {
    const answer = await browser.get(`/sign-on/${provider.id}?next=${encodeURIComponent(next)}`)
    return readAuthnRequest(String(answer.headers.location))
  }
  /** As a browser sends the form of the provider's page: from another site, without cookies. */
  const post = async (response: string, relayState: string) => {
    const answer = await access.app.inject({
      method: 'POST',
      url: `/sign-on/${provider.id}/acs`,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'sec-fetch-site': 'cross-site',
        origin: 'https://idp.example',
      },
      payload: new URLSearchParams({ SAMLResponse: encoded(response), RelayState: relayState }).toString(),
    })
    return String(answer.headers.location)
  }
  const said = (request: AuthnRequest, more: Partial<Said> = {}): Said => ({
    request,
    nameId: 'id-of-member',
    attributes: { email: 'member@example.com', displayName: 'Member', groups: ['sales', 'staff'] },
    ...more,
  })
  const signOn = async (more: Partial<Said> = {}) => {
    const browser = openTestBrowser(access.app)
    const request = await start(browser)
    const completion = await post(samlResponse(said(request, more)), request.relayState)
    const answer = completion.includes('/completion') ? await browser.get(completion) : null
    const { body } = await browser.get<Session>('/api/v1/session')
    return { location: answer ? String(answer.headers.location) : completion, user: body.user }
  }
  const reason = async () => {
    const log = await access.as.owner.get<Page<AuditEntry>>('/api/v1/audit-log?action=sign_on.refused')
    return log.body.data[0]?.details
  }

  it('reads the metadata of the provider, and publishes its own', async () => {
    expect(provider.saml).toMatchObject({
      entity_id: 'https://idp.example/metadata',
      sso_url: 'https://idp.example/sso',
      certificates: [{ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    })
    expect(provider.callback_url).toBe(`${KITH}/sign-on/${provider.id}/acs`)
    const answer = await access.app.inject({ url: `/sign-on/${provider.id}/metadata` })
    expect(answer.headers['content-type']).toContain('application/xml')
    expect(answer.body).toContain(`entityID="${provider.entity_id}"`)
    expect(answer.body).toContain(`Location="${provider.callback_url}"`)
    expect(answer.body).toContain('WantAssertionsSigned="true"')
  })

  it.each([
    ['no XML', 'nonsense'],
    ['other XML', '<html></html>'],
    [
      'metadata without a certificate',
      idpMetadata.replace(/<md:KeyDescriptor[\s\S]*<\/md:KeyDescriptor>/, ''),
    ],
    ['metadata without a redirect binding', idpMetadata.replace('HTTP-Redirect', 'SOAP')],
    ['a broken certificate', idpMetadata.replace(/MII[A-Za-z0-9]{20}/, 'MIIbroken')],
    ['the metadata of a service', idpMetadata.replaceAll('IDPSSODescriptor', 'SPSSODescriptor')],
  ])('names the field when it is given %s', async (_what, metadata) => {
    expect(await create({ name: 'Other', saml: { metadata } })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'saml.metadata' }] } },
    })
  })

  it('vouches for addresses of named domains only', async () => {
    expect(await create({ name: 'Other', domains: [] })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'domains' }] } },
    })
    const { location } = await signOn({ nameId: 'x', attributes: { email: 'admin@example.org' } })
    expect(location).toBe('/sign-in?problem=domain')
  })

  it('signs a colleague in, by the id of the provider from then on', async () => {
    expect(await signOn()).toMatchObject({ location: '/deals', user: { id: access.ids.member } })
    const renamed = await signOn({ attributes: { email: 'renamed@example.com' } })
    expect(renamed.user?.id).toBe(access.ids.member)
  })

  it('makes users with the roles of their groups, where that is wanted', async () => {
    const newcomer = {
      nameId: 'new',
      attributes: { mail: 'new@example.com', displayName: 'New', groups: ['sales', 'x'] },
    }
    expect((await signOn(newcomer)).location).toBe('/sign-in?problem=no_user')
    await change({
      create_users: true,
      group_claim: 'groups',
      group_roles: [{ group: 'sales', role: 'read_only' }],
    })
    expect((await signOn(newcomer)).user).toMatchObject({ name: 'New', roles: ['read_only'] })
    await change({ create_users: false, group_claim: null, group_roles: [] })
  })

  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  it.each([
    ['is not signed', { key: null }],
    ['is signed by somebody else', { key: stranger.export({ type: 'pkcs8', format: 'pem' }).toString() }],
    ['is meant for another service', { audience: 'https://other.example/metadata' }],
    ['is sent to another address', { recipient: 'https://other.example/acs' }],
    ['is by another issuer', { issuer: 'https://other.example/metadata' }],
    ['answers another request', { inResponseTo: '_another' }],
    ['has expired', { ageMs: 10 * 60_000 }],
    ['is not valid yet', { ageMs: -10 * 60_000 }],
    [
      'names people by another id every time',
      { format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
    ],
  ] as const)('refuses an assertion that %s', async (_what, more) => {
    expect(await signOn(more)).toEqual({ location: '/sign-in?problem=failed', user: null })
    expect(await reason()).toMatchObject({ problem: 'failed', detail: expect.any(String) })
  })

  it('refuses an assertion that was changed after it was signed', async () => {
    const browser = openTestBrowser(access.app)
    const request = await start(browser)
    const changed = samlResponse(said(request)).replace('member@example.com', 'owner@example.com')
    expect(await post(changed, request.relayState)).toBe('/sign-in?problem=failed')
  })

  it('believes the signed assertion only, when another one is wrapped around it', async () => {
    const browser = openTestBrowser(access.app)
    const request = await start(browser)
    const signed = samlResponse(said(request))
    const forged = samlResponse(said(request, { nameId: 'forged', key: null }))
    const [assertion = ''] = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(forged) ?? []
    const wrapped = signed.replace('<saml:Assertion', `${assertion}<saml:Assertion`)
    expect(await post(wrapped, request.relayState)).toBe('/sign-in?problem=failed')
  })

  it('refuses an answer a second time, under its own state and under another', async () => {
    const browser = openTestBrowser(access.app)
    const request = await start(browser)
    const response = samlResponse(said(request))
    expect(await post(response, request.relayState)).toContain('/completion?token=')
    expect(await post(response, request.relayState)).toBe('/sign-in?problem=expired')
    const another = await start(openTestBrowser(access.app))
    expect(await post(response, another.relayState)).toBe('/sign-in?problem=failed')
    expect(await post(response, 'a state that nobody gave')).toBe('/sign-in?problem=expired')
  })

  it('lets in only the browser that began, and once', async () => {
    const [victim, attacker] = [openTestBrowser(access.app), openTestBrowser(access.app)]
    const request = await start(attacker)
    const completion = await post(samlResponse(said(request)), request.relayState)
    expect(String((await victim.get(completion)).headers.location)).toBe('/sign-in?problem=expired')
    expect(String((await attacker.get(completion)).headers.location)).toBe('/sign-in?problem=expired')
  })

  it('refuses what is no answer with a sentence', async () => {
    const request = await start(openTestBrowser(access.app))
    expect(await post('no XML', request.relayState)).toBe('/sign-in?problem=failed')
    const empty = await access.app.inject({
      method: 'POST',
      url: `/sign-on/${provider.id}/acs`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'RelayState=x',
    })
    expect(empty.statusCode).toBe(400)
  })
})
