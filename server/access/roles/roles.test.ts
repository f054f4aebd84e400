import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditEntry, Session, User } from '../../../model/access.ts'
import type { Page } from '../../../model/page.ts'
import type { Role, Team } from '../../../model/role.ts'
import { everyAction } from '../../../model/rights.ts'
import { engines } from '../../platform/testing/index.ts'
import { browserOf, openTestAccess, PASSWORD, type TestAccess } from '../open-test-access.ts'

const rep = { name: 'Sales rep', rights: { deals: everyAction('own') }, permissions: ['segments:read'] }

describe.each(engines)('roles and teams on the %s engine', (engine) => {
  let access: TestAccess
  beforeAll(async () => {
    access = await openTestAccess(engine)
  })
  afterAll(() => access.close())

  let number = 0
  const make = async (more: object = {}) =>
    (await access.as.owner.post<Role>('/api/v1/roles', { ...rep, name: `Role ${number++}`, ...more })).body
  const userWith = async (roles: string[]) => {
    const email = `user${number++}@example.com`
    const { body } = await access.as.owner.post<User>('/api/v1/users', {
      name: 'Somebody',
      email,
      password: PASSWORD,
      roles,
    })
    return { id: body.id, api: await browserOf(access.app, email) }
  }
  const sessionOf = async (roles: string[]) =>
    (await (await userWith(roles)).api.get<Session>('/api/v1/session')).body

  it('begin with those of every installation, which cannot be changed or removed', async () => {
    const { body } = await access.as.read_only.get<{ data: Role[] }>('/api/v1/roles')
    expect(body.data.slice(0, 4).map(({ id, built_in }) => [id, built_in])).toEqual([
      ['owner', true],
      ['admin', true],
      ['member', true],
      ['read_only', true],
    ])
    expect((await access.as.owner.patch('/api/v1/roles/member', { name: 'Mine' })).status).toBe(409)
    expect((await access.as.owner.delete('/api/v1/roles/member')).status).toBe(409)
  })

  it('give what they say and what follows from it, and no more', async () => {
    const { id } = await make()
    const session = await sessionOf([id])
    expect(session.permissions).toEqual(['segments:read', 'deals:read', 'deals:write'])
    expect(session.rights['people']).toBeUndefined()
    expect(session.rights['*']).toEqual(everyAction('none'))
  })

  it('are combined: the most generous counts, action by action and field by field', async () => {
    const first = await make({ fields: { deals: { amount: 'hidden', owner: 'read' } } })
    const deals = { ...everyAction('none'), view: 'all' }
    const second = await make({ rights: { deals }, fields: { deals: { amount: 'read' } } })
    const third = await make({ rights: { people: everyAction('team') }, permissions: ['users:read'] })
    const session = await sessionOf([first.id, second.id, third.id])
    expect(session.rights['deals']).toEqual({ ...everyAction('own'), view: 'all' })
    expect(session.rights['people']).toEqual(everyAction('team'))
    expect(session.fields).toEqual({ deals: { amount: 'read' } })
    expect(session.permissions).toEqual(
      expect.arrayContaining(['users:read', 'people:write', 'segments:read']),
    )
  })

  it('show everybody’s data as it comes only to who may see all people', async () => {
    const rights = { people: everyAction('own') }
    const { id } = await make({ rights, permissions: ['live:read', 'destinations:read', 'events:read'] })
    expect((await sessionOf([id])).permissions).not.toContain('live:read')
    await access.as.owner.patch(`/api/v1/roles/${id}`, { rights: { people: everyAction('all') } })
    expect((await sessionOf([id])).permissions).toEqual(
      expect.arrayContaining(['live:read', 'destinations:read']),
    )
  })

  it('count from the next request on when they change', async () => {
    const { id } = await make()
    const { api } = await userWith([id])
    expect((await api.get('/api/v1/users')).status).toBe(403)
    await access.as.owner.patch(`/api/v1/roles/${id}`, { permissions: ['users:read'] })
    expect((await api.get('/api/v1/users')).status).toBe(200)
  })

  it('cannot be used to reach further than oneself', async () => {
    const manager = await make({
      permissions: ['users:read', 'users:write'],
      rights: { deals: everyAction('team') },
    })
    const { id, api } = await userWith([manager.id])
    const more = { name: 'More', rights: { deals: everyAction('all') } }
    expect((await api.post('/api/v1/roles', more)).status).toBe(403)
    expect((await api.patch(`/api/v1/roles/${manager.id}`, { permissions: ['keys:write'] })).status).toBe(403)
    expect((await api.patch(`/api/v1/users/${id}`, { roles: ['member'] })).status).toBe(403)
    const less = { name: `Less ${number++}`, rights: { deals: everyAction('own') } }
    expect((await api.post('/api/v1/roles', less)).status).toBe(201)
    const hidden = await make({ permissions: ['users:write'], fields: { deals: { amount: 'hidden' } } })
    const blind = await userWith([hidden.id])
    expect((await blind.api.post('/api/v1/roles', { ...less, name: 'Open' })).status).toBe(403)
  })

  it('are refused twice under one name, and kept while somebody has them', async () => {
    const { id, name } = await make()
    const again = await access.as.owner.post('/api/v1/roles', { ...rep, name: name.toUpperCase() })
    expect(again.status).toBe(409)
    const user = await userWith([id])
    expect((await access.as.owner.delete(`/api/v1/roles/${id}`)).status).toBe(409)
    await access.as.owner.patch(`/api/v1/users/${user.id}`, { roles: ['read_only'] })
    expect((await access.as.owner.delete(`/api/v1/roles/${id}`)).status).toBe(204)
  })

  it.each([
    ['a permission that follows from rights', { permissions: ['deals:read'] }],
    ['an unknown reach', { rights: { deals: { ...everyAction('own'), view: 'some' } } }],
    ['an unknown level of a field', { fields: { deals: { amount: 'secret' } } }],
  ])('are refused with %s', async (_what, more) => {
    expect((await access.as.owner.post('/api/v1/roles', { ...rep, name: 'Odd', ...more })).status).toBe(400)
  })

  it('are told in the audit log with before and after, which can be searched', async () => {
    const { id } = await make({ description: 'Sells chairs' })
    await access.as.owner.patch(`/api/v1/roles/${id}`, { description: 'Sells tables' })
    const read = async (query: string) =>
      (await access.as.owner.get<Page<AuditEntry>>(`/api/v1/audit-log?${query}`)).body.data
    const details = { before: { description: 'Sells chairs' }, after: { description: 'Sells tables' } }
    expect(await read(`subject=${id}`)).toMatchObject([
      { action: 'role.changed', details },
      { action: 'role.created' },
    ])
    expect(await read('search=TABLES%20role')).toMatchObject([{ action: 'role.changed', details }])
    expect(await read(`search=tables&to=${encodeURIComponent('2000-01-01T00:00:00Z')}`)).toEqual([])
    expect(
      await read(`subject=${id}&action=role&from=${encodeURIComponent('2000-01-01T00:00:00Z')}`),
    ).toHaveLength(2)
    expect(await read('search=100%25')).toEqual([])
  })

  describe('teams', () => {
    it('lie below each other, and never below themselves', async () => {
      const top = await access.as.owner.post<Team>('/api/v1/teams', { name: 'Europe' })
      const below = await access.as.owner.post<Team>('/api/v1/teams', {
        name: 'Iberia',
        parent_id: top.body.id,
      })
      const circle = await access.as.owner.patch(`/api/v1/teams/${top.body.id}`, { parent_id: below.body.id })
      expect(circle.status).toBe(400)
      expect((await access.as.owner.delete(`/api/v1/teams/${top.body.id}`)).status).toBe(409)
      expect((await access.as.owner.delete(`/api/v1/teams/${below.body.id}`)).status).toBe(204)
      expect((await access.as.owner.delete(`/api/v1/teams/${top.body.id}`)).status).toBe(204)
    })

    it('are refused twice under one name, and with members who do not exist', async () => {
      expect((await access.as.owner.post('/api/v1/teams', { name: 'Asia' })).status).toBe(201)
      expect((await access.as.owner.post('/api/v1/teams', { name: 'asia' })).status).toBe(409)
      expect(
        (await access.as.owner.post('/api/v1/teams', { name: 'Mars', members: ['nobody'] })).status,
      ).toBe(400)
    })
  })
})
