import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { User } from '../model/access.ts'
import type { Activity, Notification } from '../model/activity.ts'
import type { Deal } from '../model/deal.ts'
import type { Lead } from '../model/lead.ts'
import type { Product } from '../model/product.ts'
import type { CrmRecord } from '../model/record.ts'
import type { Role, Team } from '../model/role.ts'
import { everyAction, type Reach } from '../model/rights.ts'
import { readConfig } from './config.ts'
import { start, type Running } from './main.ts'
import {
  alsoAsked,
  objects,
  own,
  table,
  whose,
  type MatrixObject,
  type Row,
  type Whose,
} from './permission-table.ts'
import { injectAs, type Api } from './platform/testing/index.ts'

const API_KEY = 'a-key-with-every-permission'
const PASSWORD = 'correct horse battery'

const roleNames = ['none', 'own', 'team', 'all', 'sees all, changes own', 'read_only'] as const
type RoleName = (typeof roleNames)[number]

let folder: string
let running: Running
let admin: Api
let me: Api
const users = new Map<string, string>()
const roleIds = new Map<string, string>([['read_only', 'read_only']])
const records = new Map<string, string>()

/** How far the roles of this test reach: to view, and for all else. */
const reachOf: Record<Exclude<RoleName, 'read_only'>, [Reach, Reach]> = {
  none: ['none', 'none'],
  own: ['own', 'own'],
  team: ['team', 'team'],
  all: ['all', 'all'],
  'sees all, changes own': ['all', 'own'],
}

/** Whose records a role reaches, by action. */
const reached: Record<RoleName, Record<Row['action'], Whose[]>> = {
  none: { view: [], edit: [], delete: [], assign: [] },
  own: {
    view: ['own', 'shared', 'shared to edit'],
    edit: ['own', 'shared to edit'],
    delete: ['own'],
    assign: ['own'],
  },
  team: {
    view: ['own', 'mate', 'below', 'shared', 'shared to edit'],
    edit: ['own', 'mate', 'below', 'shared to edit'],
    delete: ['own', 'mate', 'below'],
    assign: ['own', 'mate', 'below'],
  },
  all: { view: [...whose], edit: [...whose], delete: [...whose], assign: [...whose] },
  'sees all, changes own': {
    view: [...whose],
    edit: ['own', 'shared to edit'],
    delete: ['own'],
    assign: ['own'],
  },
  read_only: { view: [...whose], edit: [], delete: [], assign: [] },
}

/** Whose records a role exports: those that it lets see, of those that the right to export reaches. */
const exportedBy: Record<Exclude<RoleName, 'read_only'>, Whose[]> = {
  none: [],
  own: ['own'],
  team: ['own', 'mate', 'below'],
  all: [...whose],
  'sees all, changes own': ['own'],
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-matrix-'))
  const settings = { KITH_DATA: folder, KITH_LOG_LEVEL: 'silent', KITH_API_KEY: API_KEY, PORT: '0' }
  running = await start(readConfig(settings))
  admin = injectAs(running.app, API_KEY)
  await makeUsers()
  await makeProjects()
  for (const object of objects)
    for (const one of whose) records.set(`${object} ${one}`, await makeRecord(object, one))
})
afterAll(async () => {
  await running.stop()
  await rm(folder, { recursive: true, force: true })
})

it('asks about every route that concerns one record', () => {
  const one = running.app.apiRoutes.filter(({ url }) =>
    /^\/api\/v1\/(deals|people|companies|leads|products|activities|objects\/:object\/records|related)\/:id/.test(
      url,
    ),
  )
  const declared = one.map(
    ({ method, url }) =>
      `${method} ${url.replace('/api/v1', '').replace(':object', 'project').replace(':key', 'note').replace(':trait', 'plan')}`,
  )
  const left = declared.filter(
    (route) => !table.some((row) => row.route === route) && !alsoAsked.includes(route),
  )
  expect(left).toEqual([])
})

describe.each(roleNames)('the role that reaches %s', (role) => {
  beforeAll(() => admin.patch(`/api/v1/users/${userId('me')}`, { roles: [roleIds.get(role)] }))

  it.each(table.map((row) => [`${row.route} of ${row.object} (${row.action})`, row] as const))(
    '%s',
    async (_route, row) => {
      const answers = new Map<Whose, number>()
      for (const one of whose) answers.set(one, await ask(row, one))
      const { view, [row.action]: may } = reached[role]
      const expected = whose.map((one) => [one, expectedStatus(row, { view, may, one, role })])
      expect([...answers]).toEqual(expected)
    },
  )

  it('lists, counts, finds and adds up exactly what it lets see', async () => {
    const seen = reached[role].view
    const idsOf = (object: MatrixObject) => sorted(seen.map((one) => idOf(object, one)))
    if (seen.length === 0) return
    for (const object of objects) {
      const { body } = await me.get<{ data: { id: string }[] }>(`/api/v1${pathOf(object)}?limit=100`)
      expect(sorted(body.data.map(({ id }) => id))).toEqual(idsOf(object))
    }
    for (const object of objects.filter((one) => one !== 'activities' && one !== 'leads')) {
      const { body } = await me.post<{ data: { id: string }[] }>(`/api/v1${pathOf(object)}/search`, {
        limit: 100,
      })
      expect(sorted(body.data.map(({ id }) => id))).toEqual(idsOf(object))
      const counted = await me.post<{ count: number }>(`/api/v1${pathOf(object)}/search/count`, {})
      expect(counted.body.count).toBe(seen.length)
      const grouped = await me.post<{ count: number }>(`/api/v1${pathOf(object)}/search/groups`, {})
      expect(grouped.body.count).toBe(seen.length)
      const file = await me.post(`/api/v1${pathOf(object)}/export`, { format: 'csv', columns: ['name'] })
      const exported = file.bytes.toString('utf8')
      const mayExport = role === 'read_only' ? [] : whose.filter((one) => exportedBy[role].includes(one))
      expect(file.status).toBe(role === 'read_only' ? 403 : 200)
      expect(whose.filter((one) => exported.includes(`matrix-${slug(one)}-x`))).toEqual(mayExport)
    }
    const count = await me.get<{ count: number }>('/api/v1/people/count')
    expect(count.body.count).toBe(seen.length)
    const board = await me.get<{ data: { count: number; amount: number; deals: Deal[] }[] }>(
      '/api/v1/deals/board',
    )
    expect(board.body.data[0]).toMatchObject({ count: seen.length, amount: 7 * seen.length })
    expect(sorted(board.body.data[0]?.deals.map(({ id }) => id) ?? [])).toEqual(idsOf('deals'))
    const overview = await me.get<{ people: number; open_deals: object }>('/api/v1/overview')
    expect(overview.body).toMatchObject({ people: seen.length, companies: seen.length })
    expect(overview.body.open_deals).toMatchObject({ count: seen.length, amount: 7 * seen.length })
  })

  it('lists the activities of a record, changes many and makes new ones only about what it lets see', async () => {
    if (role === 'none') return
    for (const one of whose) {
      const [deal, activity] = [idOf('deals', one), idOf('activities', one)]
      const isSeen = reached[role].view.includes(one)
      const listed = await me.get<{ data: Activity[] }>(`/api/v1/activities?deal=${deal}`)
      expect(listed.body.data.map(({ id }) => id)).toEqual(isSeen ? [activity] : [])
      if (role === 'read_only') continue
      const changes = [{ id: activity, change: { priority: 'low' } }]
      const { body } = await me.post<{ changed: Activity[] }>('/api/v1/activities/changes', { changes })
      expect(body.changed.length).toBe(reached[role].edit.includes(one) ? 1 : 0)
      const note = { kind: 'note', body: 'Seen', deal_ids: [deal] }
      const made = await me.post<Activity>('/api/v1/activities', note)
      expect(made.status).toBe(isSeen ? 201 : 400)
      if (isSeen) await admin.delete(`/api/v1/activities/${made.body.id}`)
    }
  })

  it('tells of a mention only in what it lets see', async () => {
    const seen = role === 'none' ? [] : reached[role].view
    const { body } = await me.get<{ data: Notification[] }>('/api/v1/notifications?limit=100')
    expect(sorted(body.data.map(({ subject_id }) => subject_id))).toEqual(
      sorted(seen.map((one) => idOf('activities', one))),
    )
    expect((await me.get<{ count: number }>('/api/v1/notifications/unread')).body.count).toBe(seen.length)
  })

  it('finds in the search only what it lets see', async () => {
    for (const one of whose) {
      const { body } = await me.get<{ data: { kind: string }[] }>(`/api/v1/search?q=matrix-${slug(one)}-x`)
      const all = ['person', 'company', 'deal', 'record', 'record', 'record', 'activity']
      const kinds = reached[role].view.includes(one) ? all : []
      expect(body.data.map(({ kind }) => kind)).toEqual(kinds)
    }
  })
})

type Expectation = { view: Whose[]; may: Whose[]; one: Whose; role: RoleName }

function expectedStatus(row: Row, { view, may, one, role }: Expectation): number {
  const closed = (role === 'none' && !row.isOpen) || (role === 'read_only' && row.action !== 'view')
  if (closed) return 403
  if (may.includes(one)) return row.succeeds
  return view.includes(one) ? 403 : 404
}

async function ask({ route, object, body }: Row, one: Whose): Promise<number> {
  const [method = '', path = ''] = route.split(' ')
  const id = idOf(object, one)
  const owner = ownerOf(one)
  const text = JSON.stringify(body ?? {})
    .replace('"SAME"', owner === null ? 'null' : `"${owner}"`)
    .replace('"ID"', `"${id}"`)
    .replace('"mate"', `"${userId('mate')}"`)
  const url = `/api/v1${path.replace(':id', id)}`
  if (method === 'GET') return (await me.get(url)).status
  if (method === 'DELETE') return undo(object, id, (await me.delete(url)).status)
  const verbs = { POST: me.post, PATCH: me.patch, PUT: me.put }
  const { status } = await verbs[method as keyof typeof verbs](url, JSON.parse(text))
  return status
}

/** What a row deleted is there again for the next. */
async function undo(object: MatrixObject, id: string, status: number): Promise<number> {
  if (status === 204) await admin.post(`/api/v1${pathOf(object)}/${id}/restoration`)
  return status
}

function idOf(object: MatrixObject, one: Whose): string {
  return records.get(`${object} ${one}`) ?? ''
}

function userId(name: string): string {
  return users.get(name) ?? ''
}

function ownerOf(one: Whose): string | null {
  if (one === 'own') return userId('me')
  return one === 'mate' || one === 'below' || one === 'other' ? userId(one) : null
}

const sorted = (ids: string[]) => ids.toSorted((a, b) => a.localeCompare(b))
const slug = (one: Whose) => one.replaceAll(' ', '')

/** `me` and `mate` are in a team, `below` is in one under it, `other` in none. */
async function makeUsers(): Promise<void> {
  for (const name of ['me', 'mate', 'below', 'other']) {
    const input = { name, email: `${name}@example.com`, password: PASSWORD, roles: ['read_only'] }
    users.set(name, (await admin.post<User>('/api/v1/users', input)).body.id)
  }
  const north = await admin.post<Team>('/api/v1/teams', {
    name: 'North',
    members: [userId('me'), userId('mate')],
  })
  const pier = { name: 'Pier', parent_id: north.body.id, members: [userId('below')] }
  await admin.post<Team>('/api/v1/teams', pier)
  for (const [name, [view, rest]] of Object.entries(reachOf)) {
    const rights = { '*': { ...everyAction(rest), view } }
    const { body } = await admin.post<Role>('/api/v1/roles', {
      name,
      rights,
      permissions: view === 'none' ? [] : ['events:read', 'activities:read', 'activities:write'],
    })
    roleIds.set(name, body.id)
  }
  const credentials = { email: 'me@example.com', password: PASSWORD }
  const { headers } = await injectAs(running.app, null).post('/api/v1/session', credentials)
  const cookie = String(headers['set-cookie']).split(';', 1)[0] ?? ''
  me = injectAs(running.app, null, { cookie, 'sec-fetch-site': 'same-origin' })
}

async function makeRecord(object: MatrixObject, one: Whose): Promise<string> {
  const name = `matrix-${slug(one)}-x`
  const id = await inserts[object](name, ownerOf(one), one)
  const level = one === 'shared to edit' ? 'edit' : 'view'
  if (object === 'activities') return id
  if (one === 'shared' || one === 'shared to edit') await share(object, id, level)
  return id
}

async function share(object: MatrixObject, id: string, level: 'view' | 'edit'): Promise<void> {
  const { status } = await admin.post(`/api/v1${pathOf(object)}/${id}/shares`, {
    user_id: userId('me'),
    level,
  })
  expect(status).toBe(201)
}

/** An object of its own, and a field of every object. */
async function makeProjects(): Promise<void> {
  await admin.post('/api/v1/objects', { key: 'project', name: 'Project', plural: 'Projects' })
  for (const object of ['person', 'company', 'deal', 'lead', 'product', 'project'])
    await admin.post(`/api/v1/objects/${object}/fields`, { label: 'Note', type: 'text' })
}

function pathOf(object: MatrixObject): string {
  return object === 'project' ? own : `/${object}`
}

const inserts: Record<MatrixObject, (name: string, owner: string | null, one: Whose) => Promise<string>> = {
  async people(name, owner) {
    const id = randomUUID()
    await sql`
      with identifier as (
        insert into identifiers (id, type, value, person_id, first_seen, traits, owner_id, owner_at)
        values (${id}, 'user_id', ${id}, ${id}, now(), ${JSON.stringify({ name: { v: name, t: 1, s: '', m: '' } })}::jsonb,
          ${owner}, now())
      )
      insert into people (id, name, search, first_seen, last_seen, owner_id)
      values (${id}, ${name}, ${name}, now(), now(), ${owner})`.execute(running.platform.db)
    return id
  },
  async companies(name, owner) {
    const id = randomUUID()
    await sql`
      insert into companies (id, group_id, name, search, first_seen, last_seen, owner_id)
      values (${id}, ${id}, ${name}, ${name}, now(), now(), ${owner})`.execute(running.platform.db)
    return id
  },
  async deals(name, owner) {
    const company = records.get('companies nobody')
    const input = { name, amount: 7, company_id: company, owner_id: owner }
    return (await admin.post<Deal>('/api/v1/deals', input)).body.id
  },
  async leads(name, owner) {
    const input = { name, person_id: records.get('people nobody'), owner_id: owner }
    return (await admin.post<Lead>('/api/v1/leads', input)).body.id
  },
  async products(name, owner) {
    return (await admin.post<Product>('/api/v1/products', { name, owner_id: owner })).body.id
  },
  async activities(name, _owner, one) {
    const input = { kind: 'task', subject: name, body: 'Ask @me', deal_ids: [idOf('deals', one)] }
    return (await admin.post<Activity>('/api/v1/activities', input)).body.id
  },
  async project(name, owner) {
    return (await admin.post<CrmRecord>(`/api/v1${own}`, { name, owner_id: owner })).body.id
  },
}
