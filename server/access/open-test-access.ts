import { roles, type Role } from '../../model/roles.ts'
import type { App } from '../platform/http/index.ts'
import {
  injectAs,
  openTestHttp,
  openTestPlatform,
  type Api,
  type Engine,
  type TestPlatform,
} from '../platform/testing/index.ts'
import { createFirstAccess, registerAccess } from './index.ts'
import { systemActor } from './system-actor.ts'
import { createUser } from './users.ts'

export const PASSWORD = 'correct horse battery'
export const FULL_KEY = 'a-key-with-every-permission'

/** The server with this module only, one user a role (`owner@example.com` …) and a key with every permission. */
export type TestAccess = {
  platform: TestPlatform
  app: App
  /** The API as a signed-in browser of this user sees it. */
  as: Record<Role, Api>
  ids: Record<Role, string>
  api: Api
  stranger: Api
  close(): Promise<void>
}

type TestAccessOptions = Parameters<typeof registerAccess>[2] & { trustedProxies?: string[] }

/** Opens it on an engine, with more routes if the test needs any. */
export async function openTestAccess(
  engine: Engine,
  addRoutes?: (app: App) => void,
  options: TestAccessOptions = {},
): Promise<TestAccess> {
  const platform = await openTestPlatform(engine)
  const app = await openTestHttp({ trustedProxies: options.trustedProxies })
  registerAccess(app, platform, options)
  addRoutes?.(app)
  await createFirstAccess(platform, { apiKey: FULL_KEY })
  const users = await Promise.all(
    roles.map(async (role) => {
      const input = { name: `The ${role}`, email: `${role}@example.com`, password: PASSWORD, roles: [role] }
      const { id } = await createUser(platform, systemActor, input)
      return { role, id, api: await browserOf(app, input.email) }
    }),
  )
  return {
    platform,
    app,
    as: byRole(users, ({ api }) => api),
    ids: byRole(users, ({ id }) => id),
    api: injectAs(app, FULL_KEY),
    stranger: injectAs(app, null),
    async close() {
      await app.close()
      await platform.close()
    },
  }
}

/** Signs in and gives the API as that browser sees it from then on. */
export async function browserOf(app: App, email: string, password = PASSWORD): Promise<Api> {
  return injectAs(app, null, {
    cookie: await signInCookie(app, email, password),
    'sec-fetch-site': 'same-origin',
  })
}

/** Signs in and gives the session's cookie. */
export async function signInCookie(app: App, email: string, password = PASSWORD): Promise<string> {
  const { headers, status } = await injectAs(app, null).post('/api/v1/session', { email, password })
  const [cookie] = [headers['set-cookie']].flat()
  if (status !== 201 || cookie === undefined) throw new Error(`Signing in as ${email} answered ${status}.`)
  return String(cookie).split(';', 1)[0] ?? ''
}

function byRole<User extends { role: Role }, Value>(
  users: User[],
  pick: (user: User) => Value,
): Record<Role, Value> {
  const entries = new Map(users.map((user) => [user.role, pick(user)]))
  const of = (role: Role): Value => {
    const value = entries.get(role)
    if (value === undefined) throw new Error(`There is no ${role}.`)
    return value
  }
  return { owner: of('owner'), admin: of('admin'), member: of('member'), read_only: of('read_only') }
}
