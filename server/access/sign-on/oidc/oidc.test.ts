import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEntry, Session } from '../../../../model/access.ts'
import type { Page } from '../../../../model/page.ts'
import type { Provider, SignOnOptions } from '../../../../model/sign-on-provider.ts'
import { engines } from '../../../platform/testing/index.ts'
import { openTestAccess, PASSWORD, type TestAccess } from '../../open-test-access.ts'
import { openTestBrowser, type TestBrowser } from '../../test-browser.ts'
import {
  openTestProvider,
  visitProvider,
  type Person,
  type TestProvider,
} from '../../../platform/test-providers/index.ts'

const KITH = 'http://kith.example'

describe.each(engines)('signing on with OpenID Connect on the %s engine', (engine) => {
  let access: TestAccess
  let idp: TestProvider
  let id = ''

  beforeAll(async () => {
    access = await openTestAccess(engine, undefined, { publicUrl: KITH, allowPrivateDestinations: true })
    idp = await openTestProvider()
    const made = await create({ name: 'Company account' })
    id = made.body.id
    idp.redirects.add(made.body.callback_url)
  })
  afterAll(async () => {
    await idp.close()
    await access.close()
  })
  beforeEach(async () => {
    access.platform.clock.advance(600_000)
    idp.overrides.clear()
    idp.asked.length = 0
    await change({
      enabled: true,
      domains: ['example.com'],
      create_users: false,
      trust_email: false,
      default_role: null,
      group_claim: null,
      group_roles: [],
    })
  })

  const create = (input: object) =>
    access.as.owner.post<Provider>('/api/v1/sign-on/providers', {
      kind: 'oidc',
      oidc: { issuer: idp.issuer, ...idp.client },
      domains: ['example.com'],
      ...input,
    })
  const change = (input: object) => access.as.owner.patch<Provider>(`/api/v1/sign-on/providers/${id}`, input)
  const start = async (browser: TestBrowser, next?: string) => {
    const answer = await browser.get(`/sign-on/${id}${next ? `?next=${encodeURIComponent(next)}` : ''}`)
    return String(answer.headers.location)
  }
  const callback = async (browser: TestBrowser, url: URL) =>
    String((await browser.get(url.pathname + url.search)).headers.location)
  const signOn = async (person: Person | null, next?: string) => {
    idp.person = person
    const browser = openTestBrowser(access.app)
    const location = await callback(browser, await visitProvider(await start(browser, next)))
    const { body } = await browser.get<Session>('/api/v1/session')
    return { browser, location, user: body.user }
  }
  const someone = (name: string, more: Partial<Person> = {}): Person => ({
    sub: `sub-${name}`,
    email: `${name}@example.com`,
    email_verified: true,
    name,
    ...more,
  })
  const refusals = async () =>
    (await access.as.owner.get<Page<AuditEntry>>('/api/v1/audit-log?action=sign_on.refused')).body.data

  it('is offered to strangers by its name, and its secret is told to nobody', async () => {
    const { body } = await access.stranger.get<SignOnOptions>('/api/v1/sign-on')
    expect(body).toEqual({
      password: 'everybody',
      providers: [{ id, name: 'Company account' }],
      mails: false,
    })
    const { body: full } = await access.as.owner.get<Page<Provider>>('/api/v1/sign-on/providers')
    expect(full.data).toMatchObject([
      { oidc: { has_secret: true }, enabled: true, callback_url: `${KITH}/sign-on/${id}/callback` },
    ])
    expect(JSON.stringify(full)).not.toContain(idp.client.client_secret)
    const { rows } = await sql<{ secret: string }>`
      select encode(secret, 'escape') as secret from sign_on_providers`.execute(access.platform.db)
    expect(rows[0]?.secret).not.toContain(idp.client.client_secret)
  })

  it('sends the browser away with state, nonce and PKCE', async () => {
    const { searchParams } = new URL(await start(openTestBrowser(access.app)))
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      scope: 'openid email profile',
      redirect_uri: `${KITH}/sign-on/${id}/callback`,
    })
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(searchParams.get(name)?.length).toBeGreaterThan(40)
  })

  it('links a colleague by the verified e-mail address, and knows them by the provider’s id from then on', async () => {
    const first = await signOn(someone('member'), '/deals?pipeline=1')
    expect(first).toMatchObject({ location: '/deals?pipeline=1', user: { id: access.ids.member } })
    const renamed = await signOn(someone('member', { email: 'renamed@example.com', email_verified: false }))
    expect(renamed.user?.id).toBe(access.ids.member)
    const { body } = await access.as.owner.get<Page<AuditEntry>>('/api/v1/audit-log?action=user.linked')
    expect(body.data).toHaveLength(1)
  })

  it.each([
    [
      'an address that is not verified',
      { email: 'admin@example.com', email_verified: false },
      'unverified_email',
    ],
    [
      'an address that may be verified or not',
      { email: 'admin@example.com', email_verified: undefined },
      'unverified_email',
    ],
    ['another domain', { email: 'admin@example.org' }, 'domain'],
    ['a domain that only ends alike', { email: 'admin@notexample.com' }, 'domain'],
    ['no address', { email: undefined }, 'no_email'],
    ['nobody who is a user', { email: 'stranger@example.com' }, 'no_user'],
  ] as const)('lets nobody in with %s', async (_what, more, problem) => {
    const person = { ...someone(`refused-${problem}`), ...more } as Person
    const { location, user } = await signOn(person)
    expect({ location, user }).toEqual({ location: `/sign-in?problem=${problem}`, user: null })
    expect((await refusals())[0]?.details).toMatchObject({ problem })
  })

  it('makes users of the domains where that is wanted, without a password', async () => {
    expect(await change({ create_users: true, domains: [] })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'domains' }] } },
    })
    expect((await change({ create_users: true })).status).toBe(400)
    await change({ create_users: true, default_role: 'read_only' })
    const { user } = await signOn(someone('newcomer'))
    expect(user).toMatchObject({ name: 'newcomer', email: 'newcomer@example.com', roles: ['read_only'] })
    const guess = { email: 'newcomer@example.com', password: PASSWORD }
    expect((await access.stranger.post('/api/v1/session', guess)).status).toBe(401)
  })

  it('makes one user of two sign-ons at once', async () => {
    await change({ create_users: true, default_role: 'read_only' })
    const both = await Promise.all([signOn(someone('twin')), signOn(someone('twin'))])
    expect(new Set(both.map(({ user }) => user?.id)).size).toBe(1)
  })

  it('gives the roles of the groups at every sign-on', async () => {
    const mapped = [
      { group: 'sales', role: 'member' },
      { group: 'bosses', role: 'admin' },
    ]
    await change({ create_users: true, group_claim: 'groups', group_roles: mapped })
    const rolesIn = async (groups: string[]) =>
      (await signOn(someone('grouped', { groups }))).user?.roles.toSorted()
    expect(await rolesIn(['sales', 'bosses', 'others'])).toEqual(['admin', 'member'])
    expect(await rolesIn(['sales'])).toEqual(['member'])
    expect(await signOn(someone('grouped', { groups: ['others'] }))).toMatchObject({
      location: '/sign-in?problem=no_role',
      user: null,
    })
    await change({ default_role: 'read_only' })
    expect(await rolesIn([])).toEqual(['read_only'])
  })

  it('leaves an owner an owner, whatever the groups say', async () => {
    await change({ group_claim: 'groups', group_roles: [{ group: 'sales', role: 'member' }] })
    const { user } = await signOn(someone('owner', { groups: ['sales'] }))
    expect(user).toMatchObject({ id: access.ids.owner, roles: ['owner'] })
  })

  it('asks for the second factor by the rules of Kith, or leaves it to the provider', async () => {
    await access.as.owner.patch('/api/v1/sign-on/policy', { two_factor: 'everybody' })
    const { location, browser } = await signOn(someone('member'), '/deals')
    expect(location).toBe('/sign-in?next=%2Fdeals')
    expect((await browser.get<Session>('/api/v1/session')).body.pending?.step).toBe('enrolment')
    await change({ second_factor: 'provider' })
    expect((await signOn(someone('member'))).user?.id).toBe(access.ids.member)
    await change({ second_factor: 'kith' })
    await access.as.owner.patch('/api/v1/sign-on/policy', { two_factor: 'optional' })
  })

  it('says so when the person refuses at the provider', async () => {
    expect((await signOn(null)).location).toBe('/sign-in?problem=denied')
  })

  it('refuses an answer in another browser, with another state, a second time, or too late', async () => {
    idp.person = someone('member')
    const browser = openTestBrowser(access.app)
    const elsewhere = openTestBrowser(access.app)
    const first = await visitProvider(await start(browser))
    expect(await callback(elsewhere, first)).toBe('/sign-in?problem=expired')
    const second = await visitProvider(await start(browser))
    const forged = new URL(second)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect(await callback(browser, forged)).toBe('/sign-in?problem=expired')
    const third = await visitProvider(await start(browser))
    const state = browser.cookie('kith.sign_on')
    expect(await callback(browser, third)).toBe('/')
    const replay = openTestBrowser(access.app)
    await replay.get(`/sign-on/${id}`)
    expect(state).toBeDefined()
    expect(await callback(replay, third)).toBe('/sign-in?problem=expired')
    const fourth = await visitProvider(await start(browser))
    access.platform.clock.advance(16 * 60_000)
    expect(await callback(browser, fourth)).toBe('/sign-in?problem=expired')
  })

  it('refuses the code of another sign-on: nonce and PKCE bind it', async () => {
    idp.person = someone('member')
    const [mine, victims] = [openTestBrowser(access.app), openTestBrowser(access.app)]
    const own = await visitProvider(await start(mine))
    const stolen = await visitProvider(await start(victims))
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    expect(await callback(mine, own)).toBe('/sign-in?problem=failed')
  })

  it('refuses an ID token whose signature nobody made', async () => {
    idp.person = someone('member')
    idp.overrides.set('/jwks', (response) =>
      response.setHeader('content-type', 'application/json').end('{"keys":[]}'),
    )
    const browser = openTestBrowser(access.app)
    expect(await callback(browser, await visitProvider(await start(browser)))).toBe('/sign-in?problem=failed')
    expect(idp.asked).toContain('/jwks')
  })

  it('says when the provider does not answer, and keeps the reason', async () => {
    idp.overrides.set('/.well-known/openid-configuration', (response) => response.destroy())
    expect(await start(openTestBrowser(access.app))).toBe('/sign-in?problem=unreachable')
    expect((await refusals())[0]?.details).toMatchObject({
      problem: 'unreachable',
      detail: expect.any(String),
    })
  })

  it.each([['https://evil.example/'], ['//evil.example/'], ['/\\evil.example'], ['javascript:alert(1)']])(
    'does not send anybody on to %s',
    async (next) => {
      expect((await signOn(someone('member'), next)).location).toBe('/')
    },
  )

  it('names the field of a provider that is none', async () => {
    const refusal = (oidc: object) =>
      create({ name: 'Another', oidc: { issuer: idp.issuer, client_id: 'a', client_secret: '', ...oidc } })
    const field = 'oidc.issuer'
    const expected = { status: 400, body: { error: { details: [{ field }] } } }
    expect(await refusal({ issuer: 'http://127.0.0.1:1' })).toMatchObject(expected)
    expect(await refusal({ issuer: `${idp.issuer}/other` })).toMatchObject(expected)
    expect(await refusal({ issuer: 'nonsense' })).toMatchObject(expected)
    expect(await create({ name: 'company ACCOUNT' })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'name' }] } },
    })
  })

  it('can become the only way in for all but owners', async () => {
    const policy = (password: string) => access.as.owner.patch('/api/v1/sign-on/policy', { password })
    await change({ enabled: false })
    expect(await policy('owners')).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'password' }] } },
    })
    expect(await start(openTestBrowser(access.app))).toBe('/sign-in?problem=switched_off')
    await change({ enabled: true })
    expect((await policy('owners')).status).toBe(200)
    const withPassword = async (email: string, password = PASSWORD) =>
      (await access.stranger.post('/api/v1/session', { email, password })).status
    expect(await withPassword('member@example.com')).toBe(403)
    expect(await withPassword('member@example.com', 'wrong password')).toBe(401)
    expect(await withPassword('owner@example.com')).toBe(201)
    expect((await change({ enabled: false })).status).toBe(409)
    expect((await access.as.owner.delete(`/api/v1/sign-on/providers/${id}`)).status).toBe(409)
    await policy('everybody')
  })

  it('is set up by owners only, and nobody gives a role beyond their own through it', async () => {
    expect((await access.as.admin.get('/api/v1/sign-on/providers')).status).toBe(200)
    expect((await access.as.admin.patch(`/api/v1/sign-on/providers/${id}`, { enabled: false })).status).toBe(
      403,
    )
    expect((await access.as.admin.patch('/api/v1/sign-on/policy', { password: 'owners' })).status).toBe(403)
    const byKey = await access.api.patch(`/api/v1/sign-on/providers/${id}`, { default_role: 'owner' })
    expect(byKey.status).toBe(403)
  })

  it('keeps a role that a provider gives from being removed', async () => {
    const role = await access.as.owner.post<{ id: string }>('/api/v1/roles', { name: 'Guests' })
    await change({ group_claim: 'groups', group_roles: [{ group: 'guests', role: role.body.id }] })
    expect((await access.as.owner.delete(`/api/v1/roles/${role.body.id}`)).status).toBe(409)
    await change({ group_roles: [] })
    expect((await access.as.owner.delete(`/api/v1/roles/${role.body.id}`)).status).toBe(204)
  })
})
