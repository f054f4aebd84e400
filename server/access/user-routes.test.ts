import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { createdApiKey, User } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { engines, injectAs } from '../platform/testing/index.ts'
import { browserOf, openTestAccess, PASSWORD, type TestAccess } from './open-test-access.ts'

describe.each(engines)('users on the %s engine', (engine) => {
  let access: TestAccess
  let number = 0
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  const userInput = (more: object = {}) => ({
    name: 'Ada Lovelace',
    email: `ada${(number += 1)}@example.com`,
    password: PASSWORD,
    roles: ['member'],
    ...more,
  })
  const createUser = async (more?: object) =>
    (await access.as.owner.post<User>('/api/v1/users', userInput(more))).body

  it('lists them by name, page by page', async () => {
    const first = (await access.as.read_only.get<Page<User>>('/api/v1/users?limit=3')).body
    const second = (await access.as.read_only.get<Page<User>>(`/api/v1/users?limit=3&cursor=${first.next}`))
      .body
    const names = [...first.data, ...second.data].map(({ name }) => name)
    expect(names.slice(0, 4)).toEqual(['The admin', 'The member', 'The owner', 'The read_only'])
    expect(second.next).toBeNull()
  })

  it('makes one who can sign in', async () => {
    const input = userInput({ name: '  Zoë 🦊 ', roles: ['admin'] })
    const { status, body } = await access.as.admin.post<User>('/api/v1/users', input)
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { name: 'Zoë 🦊', email: input.email, roles: ['admin'] },
    })
    expect(JSON.stringify(body)).not.toContain(PASSWORD)
    expect((await (await browserOf(access.app, input.email)).get('/api/v1/users')).status).toBe(200)
  })

  it('stores no password that could be read', async () => {
    const { id } = await createUser()
    const { rows } = await sql<{
      row: string
    }>`select accounts::text as row from accounts where user_id = ${id}`.execute(access.platform.db)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.row).not.toContain(PASSWORD)
  })

  it('refuses a second one with the same e-mail address in other letters', async () => {
    const { email } = await createUser()
    const { status } = await access.as.owner.post('/api/v1/users', userInput({ email: email.toUpperCase() }))
    expect(status).toBe(409)
  })

  it.each([
    ['a short password', { password: 'short' }, 'password'],
    ['no e-mail address', { email: 'ada' }, 'email'],
    ['an unknown role', { roles: ['god'] }, 'roles'],
    ['no role', { roles: [] }, 'roles'],
    ['an empty name', { name: '  ' }, 'name'],
  ])('refuses %s', async (_what, more, field) => {
    const { status, body } = await access.as.owner.post<{ error: { details: object } }>(
      '/api/v1/users',
      userInput(more),
    )
    expect(status).toBe(400)
    expect(body.error.details).toMatchObject([{ field }])
  })

  it('changes name and role, and the role counts from the next request on', async () => {
    const { id, email } = await createUser({ roles: ['admin'] })
    const browser = await browserOf(access.app, email)
    expect((await browser.get('/api/v1/api-keys')).status).toBe(200)
    const { body } = await access.as.owner.patch<User>(`/api/v1/users/${id}`, {
      name: 'Ada King',
      roles: ['read_only'],
    })
    expect(body).toMatchObject({ id, name: 'Ada King', roles: ['read_only'] })
    expect((await browser.get('/api/v1/api-keys')).status).toBe(403)
  })

  it('removes one, and every session with them', async () => {
    const { id, email } = await createUser()
    const browser = await browserOf(access.app, email)
    expect((await access.as.admin.delete(`/api/v1/users/${id}`)).status).toBe(204)
    expect((await browser.get('/api/v1/users')).status).toBe(401)
    await expect(browserOf(access.app, email)).rejects.toThrow('401')
  })

  it.each(['patch', 'delete'] as const)('answers not found to %s an unknown one', async (verb) => {
    expect((await access.as.owner[verb]('/api/v1/users/unknown', {})).status).toBe(404)
  })

  describe('owners', () => {
    it('are not made by an administrator', async () => {
      const made = await access.as.admin.post('/api/v1/users', userInput({ roles: ['owner'] }))
      const { id } = await createUser()
      const promoted = await access.as.admin.patch(`/api/v1/users/${id}`, { roles: ['owner'] })
      expect([made.status, promoted.status]).toEqual([403, 403])
    })

    it('are not made with an API key, whatever its scopes', async () => {
      expect((await access.api.post('/api/v1/users', userInput({ roles: ['owner'] }))).status).toBe(403)
    })

    it('are not changed or removed by an administrator', async () => {
      const { id } = await createUser({ roles: ['owner'] })
      const changed = await access.as.admin.patch(`/api/v1/users/${id}`, { name: 'Nobody' })
      const removed = await access.as.admin.delete(`/api/v1/users/${id}`)
      expect([changed.status, removed.status]).toEqual([403, 403])
      expect((await access.as.owner.delete(`/api/v1/users/${id}`)).status).toBe(204)
    })

    it('cannot leave nobody behind', async () => {
      const { id, email } = await createUser({ roles: ['owner'] })
      const second = await browserOf(access.app, email)
      expect((await second.patch(`/api/v1/users/${access.ids.owner}`, { roles: ['member'] })).status).toBe(
        200,
      )
      const demoted = await second.patch<{ error: object }>(`/api/v1/users/${id}`, { roles: ['admin'] })
      const removed = await second.delete(`/api/v1/users/${id}`)
      expect([demoted.status, removed.status]).toEqual([409, 409])
      expect(demoted.body.error).toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('last owner'),
      })
      expect((await second.patch(`/api/v1/users/${access.ids.owner}`, { roles: ['owner'] })).status).toBe(200)
      expect((await second.patch(`/api/v1/users/${id}`, { roles: ['admin'] })).status).toBe(200)
    })

    it('cannot both step down at the same moment', async () => {
      const { id, email } = await createUser({ roles: ['owner'] })
      const second = await browserOf(access.app, email)
      const answers = await Promise.all([
        access.as.owner.patch(`/api/v1/users/${access.ids.owner}`, { roles: ['admin'] }),
        second.patch(`/api/v1/users/${id}`, { roles: ['admin'] }),
      ])
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409])
    })
  })

  it('does not let a key that manages users reach further than itself', async () => {
    const { body } = await access.api.post<z.infer<typeof createdApiKey>>('/api/v1/api-keys', {
      name: 'Users only',
      scopes: ['users:read', 'users:write'],
    })
    const narrow = injectAs(access.app, body.key)
    const { id } = await createUser()
    expect((await narrow.post('/api/v1/users', userInput({ roles: ['read_only'] }))).status).toBe(403)
    expect((await narrow.patch(`/api/v1/users/${id}`, { roles: ['admin'] })).status).toBe(403)
    expect((await narrow.delete(`/api/v1/users/${access.ids.admin}`)).status).toBe(403)
  })
})
