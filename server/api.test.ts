import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BulkChange } from '../model/bulk-change.ts'
import { permissions, rolePermissions, type Permission, type Role } from '../model/roles.ts'
import { readConfig } from './config.ts'
import { start, type Running } from './main.ts'
import type { ApiRoute } from './platform/http/index.ts'
import { injectAs } from './platform/testing/index.ts'

const API_KEY = 'the-key-of-this-test'
const PASSWORD = 'correct horse battery'
const NOBODY = '550e8400-e29b-41d4-a716-446655440000'

type Caller = { name: string; headers: Record<string, string>; may: readonly Permission[] | null }

let folder: string
let running: Running
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kith-api-'))
  const settings = {
    KITH_DATA: folder,
    KITH_LOG_LEVEL: 'silent',
    KITH_API_KEY: API_KEY,
    KITH_ADMIN_EMAIL: 'owner@example.com',
    KITH_ADMIN_PASSWORD: PASSWORD,
    PORT: '0',
  }
  running = await start(readConfig(settings))
})
afterAll(async () => {
  await running.stop()
  await rm(folder, { recursive: true, force: true })
})

describe('every route of the API', () => {
  it('refuses who has not signed in, unless it is public', async () => {
    const stranger: Caller = { name: 'a stranger', headers: {}, may: null }
    expect(await breaches(running.app.apiRoutes, stranger)).toEqual([])
  })

  it.each(['owner', 'admin', 'member', 'read_only'] as const)(
    'lets the role %s do what it says and no more',
    async (role) => {
      const headers = { cookie: await cookieOf(role), 'sec-fetch-site': 'same-origin' }
      expect(
        await breaches(running.app.apiRoutes, { name: role, headers, may: rolePermissions[role] }),
      ).toEqual([])
    },
  )

  it('opens to a key with just the scope it declares, and to no key with all the others', async () => {
    for (const permission of permissions) {
      const routes = running.app.apiRoutes.filter((route) => route.permission === permission)
      const only = await keyWith([permission])
      const others = await keyWith(permissions.filter((one) => one !== permission))
      expect(await breaches(routes, only)).toEqual([])
      expect(await breaches(routes, others)).toEqual([])
    }
  })

  it('is described in the OpenAPI document, and nothing else is', async () => {
    const { paths } = (await running.app.inject('/openapi.json')).json<{ paths: Record<string, object> }>()
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const declared = running.app.apiRoutes.map(
      ({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`,
    )
    expect(described.sort()).toEqual(declared.sort())
  })

  it('is described without a reference that leads nowhere', async () => {
    const { body } = await running.app.inject('/openapi.json')
    const { components } = JSON.parse(body) as { components: { schemas: object } }
    const referred = [...body.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name)
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(referred))
  })
})

/** One sentence for each route that answers this caller otherwise than its permission says. */
async function breaches(routes: ApiRoute[], caller: Caller): Promise<string[]> {
  const sentences: string[] = []
  for (const route of signOutLast(routes)) {
    const expected = expectedRefusal(route, caller.may)
    const status = await statusOf(route, caller)
    const refusal = status === 401 || status === 403 ? status : null
    if (refusal !== expected)
      sentences.push(
        `${route.method} ${route.url} (${route.permission}) answered ${status} to ${caller.name}`,
      )
  }
  return sentences
}

function expectedRefusal({ permission }: ApiRoute, may: Caller['may']): 401 | 403 | null {
  if (permission === 'public') return null
  if (!may) return 401
  return permission === 'signed_in' || may.includes(permission) ? null : 403
}

describe('many people and a list', () => {
  const api = () => injectAs(running.app, API_KEY)
  const selection = {
    filter: { match: 'all', conditions: [{ field: 'name', operator: 'contains', value: 'of the list' }] },
  }
  const ended = async (id: string, state: string) => {
    for (let left = 100; left > 0; left--) {
      const { body } = await api().get<BulkChange>(`/api/v1/bulk-changes/${id}`)
      if (body.state === state) return body
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`It never was ${state}.`)
  }
  const ask = (segment: string, doing: string, path = 'people') =>
    api().post<BulkChange>(`/api/v1/${path}/bulk-changes`, {
      selection,
      change: { kind: 'list', segment, doing },
    })

  it('are put on it and taken off by a job, and undoing leaves who was on it before', async () => {
    const people: string[] = []
    for (const name of ['Ada', 'Bob', 'Cleo'])
      people.push(
        (await api().post<{ id: string }>('/api/v1/people', { name: `${name} of the list` })).body.id,
      )
    const { body: list } = await api().post<{ id: string }>('/api/v1/segments', {
      name: 'List',
      kind: 'static',
    })
    await api().post(`/api/v1/segments/${list.id}/list`, { people: people.slice(0, 1) })
    const onList = async () => {
      const { rows } = await sql<{ person_id: string }>`
        select i.person_id from segment_lists l join identifiers i on i.id = l.identifier_id
        where l.segment_id = ${list.id} order by 1`.execute(running.platform.db)
      return rows.map(({ person_id }) => person_id)
    }
    const { status, body } = await ask(list.id, 'add')
    expect(status).toBe(202)
    expect(await ended(body.id, 'done')).toMatchObject({ total: 3, done: 3, changed: 2, refused: 0 })
    expect(await onList()).toEqual(people.toSorted())
    await api().post(`/api/v1/bulk-changes/${body.id}/undo`)
    expect(await ended(body.id, 'undone')).toMatchObject({ undone: 2, kept: 0 })
    expect(await onList()).toEqual(people.slice(0, 1))
    const off = await ask(list.id, 'remove')
    expect(await ended(off.body.id, 'done')).toMatchObject({ changed: 1 })
    expect(await onList()).toEqual([])
  })

  it('is refused for what is no list, and for what are no people', async () => {
    const { body: live } = await api().post<{ id: string }>('/api/v1/segments', {
      name: 'Live',
      definition: { conditions: [{ kind: 'event', event: 'Bought' }] },
    })
    const { body: list } = await api().post<{ id: string }>('/api/v1/segments', {
      name: 'Other',
      kind: 'static',
    })
    expect((await ask(live.id, 'add')).status).toBe(409)
    expect((await ask(NOBODY, 'add')).status).toBe(404)
    expect((await ask(list.id, 'add', 'companies')).status).toBe(400)
    const key = await keyWith(['people:read', 'people:write', 'segments:read'])
    const answer = await running.app.inject({
      method: 'POST',
      url: '/api/v1/people/bulk-changes',
      headers: key.headers,
      payload: { selection, change: { kind: 'list', segment: list.id, doing: 'add' } },
    })
    expect(answer.statusCode).toBe(403)
  })
})

/** Requests that the guard lets pass change nothing: their bodies are empty and their ids are nobody's. */
async function statusOf({ method, url }: ApiRoute, { headers }: Caller): Promise<number> {
  const answer = await running.app.inject({
    method: method as 'GET',
    url: url.replaceAll(/:\w+/g, NOBODY),
    headers,
    ...(method !== 'GET' && method !== 'DELETE' && { payload: {} }),
    payloadAsStream: true,
  })
  answer.stream().destroy()
  return answer.statusCode
}

function signOutLast(routes: ApiRoute[]): ApiRoute[] {
  const isSignOut = ({ method, url }: ApiRoute) => method === 'DELETE' && url === '/api/v1/session'
  return routes.toSorted((a, b) => Number(isSignOut(a)) - Number(isSignOut(b)))
}

async function cookieOf(role: Role): Promise<string> {
  const email = `${role}@example.com`
  if (role !== 'owner')
    await injectAs(running.app, API_KEY).post('/api/v1/users', {
      name: role,
      email,
      password: PASSWORD,
      roles: [role],
    })
  const { headers } = await injectAs(running.app, null).post('/api/v1/session', { email, password: PASSWORD })
  return String(headers['set-cookie']).split(';', 1)[0] ?? ''
}

async function keyWith(scopes: Permission[]): Promise<Caller> {
  const { body } = await injectAs(running.app, API_KEY).post<{ key: string }>('/api/v1/api-keys', {
    name: 'One',
    scopes,
  })
  return {
    name: `a key with ${scopes.join(', ')}`,
    headers: { authorization: `Bearer ${body.key}` },
    may: scopes,
  }
}
