import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
