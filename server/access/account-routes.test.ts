import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry, Device } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { engines } from '../platform/testing/index.ts'
import { browserOf, openTestAccess, PASSWORD, type TestAccess } from './open-test-access.ts'

const NEXT = 'a much better password'

describe.each(engines)('one’s own account on the %s engine', (engine) => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  it('shows where one is signed in, and ends a session elsewhere at once', async () => {
    const elsewhere = await browserOf(access.app, 'member@example.com')
    const { body } = await access.as.member.get<Page<Device>>('/api/v1/account/sessions')
    expect(body.data.filter(({ current }) => current)).toHaveLength(1)
    expect(body.data).toHaveLength(2)
    const other = body.data.find(({ current }) => !current)
    expect((await access.as.admin.delete(`/api/v1/account/sessions/${other?.id}`)).status).toBe(404)
    expect((await access.as.member.delete(`/api/v1/account/sessions/${other?.id}`)).status).toBe(204)
    expect((await elsewhere.get('/api/v1/users')).status).toBe(401)
    expect((await access.as.member.get('/api/v1/users')).status).toBe(200)
  })

  it('changes its password only with the present one, and signs out everywhere else', async () => {
    const elsewhere = await browserOf(access.app, 'admin@example.com')
    const wrong = await access.as.admin.put<{ error: object }>('/api/v1/account/password', {
      current: 'not it',
      next: NEXT,
    })
    expect(wrong).toMatchObject({ status: 400, body: { error: { details: [{ field: 'current' }] } } })
    const right = await access.as.admin.put('/api/v1/account/password', { current: PASSWORD, next: NEXT })
    expect(right.status).toBe(204)
    expect((await elsewhere.get('/api/v1/users')).status).toBe(401)
    expect((await access.as.admin.get('/api/v1/users')).status).toBe(200)
    await expect(browserOf(access.app, 'admin@example.com')).rejects.toThrow('401')
    expect((await (await browserOf(access.app, 'admin@example.com', NEXT)).get('/api/v1/users')).status).toBe(
      200,
    )
    const log = await access.as.owner.get<Page<AuditEntry>>('/api/v1/audit-log?action=user.password_changed')
    expect(log.body.data).toMatchObject([{ actor: 'The admin', details: {} }])
  })

  it('refuses to guess at a password for long', async () => {
    const guesses = Array.from({ length: 12 }, () =>
      access.as.read_only.put('/api/v1/account/password', { current: 'guess', next: NEXT }),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(2)
  })

  it('has no password when it is a key', async () => {
    const answer = await access.api.put('/api/v1/account/password', { current: PASSWORD, next: NEXT })
    expect(answer.status).toBe(403)
  })
})
