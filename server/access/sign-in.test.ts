import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestAccess, PASSWORD, type TestAccess } from './open-test-access.ts'

let access: TestAccess
beforeAll(async () => {
  access = await openTestAccess('server')
})
afterAll(() => access.close())

const attempt = async (email: string, password: string) =>
  (await access.stranger.post('/api/v1/session', { email, password })).status

const attempts = async (count: number, email: (n: number) => string) => {
  const statuses: number[] = []
  for (let n = 0; n < count; n++) statuses.push(await attempt(email(n), 'wrong password'))
  return statuses
}

it('holds back who guesses the password of one user, and nobody else', async () => {
  const statuses = await attempts(11, () => 'member@example.com')
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429])
  expect(await attempt('MEMBER@example.com', PASSWORD)).toBe(429)
  expect(await attempt('owner@example.com', PASSWORD)).toBe(201)
})

it('says when to try again', async () => {
  const { headers, body } = await access.stranger.post<{ error: object }>('/api/v1/session', {
    email: 'member@example.com',
    password: PASSWORD,
  })
  expect(headers['retry-after']).toBe('60')
  expect(body.error).toMatchObject({
    code: 'rate_limited',
    message: 'Too many attempts to sign in. Try again in 60 seconds.',
  })
})

it('lets the user in again after a while, and then forgets the failures', async () => {
  access.platform.clock.advance(60_000)
  expect(await attempt('member@example.com', PASSWORD)).toBe(201)
  expect(await attempts(2, () => 'member@example.com')).toEqual([401, 401])
})

it('holds back who tries many users from one address', async () => {
  access.platform.clock.advance(3_600_000)
  const statuses = await attempts(31, (n) => `guess${n}@example.com`)
  expect(statuses.indexOf(429)).toBe(30)
})
