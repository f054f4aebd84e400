import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry, User } from '../../model/access.ts'
import type { Page } from '../../model/page.ts'
import { engines } from '../platform/testing/index.ts'
import { openTestAccess, PASSWORD, type TestAccess } from './open-test-access.ts'

describe.each(engines)('the audit log on the %s engine', (engine) => {
  let access: TestAccess
  let user: User
  beforeAll(async () => {
    access = await openTestAccess(engine)
    const input = { name: 'Ada', email: 'ada@example.com', password: PASSWORD, roles: ['member'] }
    user = (await access.as.admin.post<User>('/api/v1/users', input)).body
    await access.as.owner.patch(`/api/v1/users/${user.id}`, { roles: ['read_only'] })
    await access.api.delete(`/api/v1/users/${user.id}`)
  })
  afterAll(() => access.close())

  const read = async (query: string) =>
    (await access.as.owner.get<Page<AuditEntry>>(`/api/v1/audit-log?${query}`)).body

  it('says who did what to whom, newest first', async () => {
    const { data } = await read('limit=3')
    expect(data.map(({ actor, actor_type, action }) => `${actor_type} ${actor}: ${action}`)).toEqual([
      'api_key KITH_API_KEY: user.removed',
      'user The owner: user.changed',
      'user The admin: user.created',
    ])
    expect(data[1]).toMatchObject({
      subject_type: 'user',
      subject_id: user.id,
      subject_name: 'Ada',
      details: { before: { roles: ['member'] }, after: { roles: ['read_only'] } },
    })
  })

  it('never holds a password', async () => {
    expect(JSON.stringify(await read('limit=1000'))).not.toContain(PASSWORD)
  })

  it('can be read by what was changed and by who changed it', async () => {
    const keys = await read('subject_type=api_key')
    expect(keys.data.map(({ action }) => action)).toEqual(['api_key.created'])
    const byName = await read(`actor=${encodeURIComponent('The admin')}`)
    const byId = await read(`actor=${access.ids.admin}`)
    expect(byName.data.map(({ action }) => action)).toEqual(['user.created', 'user.signed_in'])
    expect(byId).toEqual(byName)
  })

  it('is read page by page without gaps', async () => {
    const all = (await read('limit=1000')).data.map(({ id }) => id)
    const first = await read('limit=4')
    const second = await read(`limit=1000&cursor=${first.next}`)
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(all)
    expect(second.next).toBeNull()
  })

  it('keeps nothing of a change that failed', async () => {
    const before = await read('limit=1')
    await access.as.admin.patch(`/api/v1/users/${access.ids.owner}`, { name: 'Mallory' })
    expect(await read('limit=1')).toEqual(before)
  })
})
