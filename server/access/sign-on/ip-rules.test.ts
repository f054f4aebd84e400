import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../../model/access.ts'
import type { SignOnPolicyAnswer } from '../../../model/sign-on.ts'
import { injectAs } from '../../platform/testing/index.ts'
import { FULL_KEY, openTestAccess, PASSWORD, type TestAccess } from '../open-test-access.ts'
import { openTestBrowser } from '../test-browser.ts'

const OFFICE = '203.0.113.7'
const ELSEWHERE = '198.51.100.9'
const OFFICE_V6 = '2001:db8:7::1'
const owner = { email: 'owner@example.com', password: PASSWORD }
const office = [
  { range: '203.0.113.0/24', note: 'Office' },
  { range: '2001:db8:7::/48', note: '' },
]

describe('rules about addresses', () => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess('embedded', undefined, { trustedProxies: ['127.0.0.1'] })
  })
  afterAll(() => access.close())

  const signInFrom = async (address: string) => {
    const browser = openTestBrowser(access.app, address)
    return { browser, status: (await browser.post('/api/v1/session', owner)).status }
  }
  const keyFrom = (address: string) => injectAs(access.app, FULL_KEY, { 'x-forwarded-for': address })

  it('refuse what would lock out who sets them', async () => {
    const { browser } = await signInFrom(ELSEWHERE)
    const seen = await browser.get<SignOnPolicyAnswer>('/api/v1/sign-on/policy')
    expect(seen.body.your_address).toBe(ELSEWHERE)
    const answer = await browser.patch('/api/v1/sign-on/policy', { ui_addresses: office })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'ui_addresses', problem: expect.stringContaining(ELSEWHERE) }] } },
    })
    const byKey = await keyFrom(ELSEWHERE).patch('/api/v1/sign-on/policy', { api_addresses: office })
    expect(byKey).toMatchObject({ status: 400, body: { error: { details: [{ field: 'api_addresses' }] } } })
  })

  it.each([
    'nonsense',
    '203.0.113.0/33',
    '2001:db8::/129',
    '203.0.113.0/24/8',
    '203.0.113.0/-1',
    '300.0.0.1',
  ])('name the field of %s, which is no range', async (range) => {
    const { browser } = await signInFrom(OFFICE)
    const ui_addresses = [...office, { range }]
    expect(await browser.patch('/api/v1/sign-on/policy', { ui_addresses })).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'ui_addresses.2.range' }] } },
    })
  })

  it('let browsers in from the ranges only, new and signed in alike, and leave keys alone', async () => {
    const { browser: before } = await signInFrom(ELSEWHERE)
    const { browser } = await signInFrom(OFFICE)
    expect((await browser.patch('/api/v1/sign-on/policy', { ui_addresses: office })).status).toBe(200)
    expect((await before.get('/api/v1/users')).status).toBe(403)
    expect((await before.get<Session>('/api/v1/session')).body.user).toBeNull()
    expect((await signInFrom(ELSEWHERE)).status).toBe(403)
    expect((await signInFrom(OFFICE)).status).toBe(201)
    expect((await signInFrom(OFFICE_V6)).status).toBe(201)
    expect((await signInFrom('2001:db8:8::1')).status).toBe(403)
    expect((await signInFrom(`::ffff:${OFFICE}`)).status).toBe(201)
    expect((await keyFrom(ELSEWHERE).get('/api/v1/users')).status).toBe(200)
    expect((await access.as.owner.get('/api/v1/users')).status).toBe(403)
  })

  it('let API keys be used from their ranges only', async () => {
    const { browser } = await signInFrom(OFFICE)
    await browser.patch('/api/v1/sign-on/policy', { api_addresses: [{ range: OFFICE }] })
    const refused = await keyFrom(ELSEWHERE).get<{ error: { message: string } }>('/api/v1/users')
    expect(refused.status).toBe(403)
    expect(refused.body.error.message).toContain(ELSEWHERE)
    expect((await keyFrom(OFFICE).get('/api/v1/users')).status).toBe(200)
  })

  it('believe the last proxy that is trusted, and nobody who only says so', async () => {
    const claimed = await signInFrom(`${OFFICE}, ${ELSEWHERE}`)
    expect(claimed.status).toBe(403)
    const answer = await access.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: owner,
      remoteAddress: ELSEWHERE,
      headers: { 'x-forwarded-for': OFFICE },
    })
    expect(answer.statusCode).toBe(403)
  })
})

describe('who has locked themselves out', () => {
  it('comes in again with KITH_IGNORE_IP_RULES', async () => {
    const access = await openTestAccess('embedded', undefined, {
      trustedProxies: ['127.0.0.1'],
      ignoreIpRules: true,
    })
    const browser = openTestBrowser(access.app, OFFICE)
    await browser.post('/api/v1/session', owner)
    expect((await browser.patch('/api/v1/sign-on/policy', { ui_addresses: office })).status).toBe(200)
    expect((await access.as.owner.get('/api/v1/users')).status).toBe(200)
    await access.close()
  })
})

it('believes no proxy unless one is named', async () => {
  const access = await openTestAccess('embedded')
  const browser = openTestBrowser(access.app, OFFICE)
  await browser.post('/api/v1/session', owner)
  const { body } = await browser.get<SignOnPolicyAnswer>('/api/v1/sign-on/policy')
  expect(body.your_address).toBe('127.0.0.1')
  await access.close()
})
