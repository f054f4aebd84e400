import type { FastifyReply, FastifyRequest } from 'fastify'
import { fail } from '../platform/errors.ts'
import { API_PREFIX, type Actor, type App, type RouteAccess } from '../platform/http/index.ts'
import type { Access } from './access.ts'
import { toActor } from './caller.ts'
import { readCredentials, type Credentials } from './credentials.ts'
import { findKeyHolder } from './find-key-holder.ts'
import { findSessionUser } from './find-session-user.ts'
import { isWrite, senderOf } from './same-origin.ts'
import { allowsAddress, requireAddress } from './sign-on/require-address.ts'
import { createKeyToucher } from './touch-key.ts'

/** Before every route that declares a permission: finds out who calls, and refuses who may not. */
export function addGuard(app: App, access: Access): void {
  const identify = createIdentify(access)
  app.addHook('onRequest', async (request, reply) => {
    const needed = request.routeOptions.config.permission
    if (needed === undefined || isOpenDoor(request)) return
    const credentials = readCredentials(request, await cookieName(access))
    refuseForeignWrite(request, credentials, access.publicUrl)
    const caller = await identify(credentials, request, reply)
    if (needed === 'public') {
      request.caller = caller && (await allowsCaller(access, caller)) ? caller : null
      return
    }
    if (caller) await requireAddress(access, addressesFor(caller), caller.ip)
    request.caller = caller
    requirePermission(request.actor, needed)
  })
}

/** Tracking and the like: called from pages of any site, with credentials that are not ours to read. */
function isOpenDoor({ routeOptions: { config, url = '' } }: FastifyRequest): boolean {
  return config.permission === 'public' && !url.startsWith(API_PREFIX)
}

async function cookieName({ auth }: Access): Promise<string> {
  return (await auth.$context).authCookies.sessionToken.name
}

/** A browser sends cookies along whoever's page makes it ask, so a write by cookie has to prove where it came from. */
function refuseForeignWrite(
  request: FastifyRequest,
  { kind }: Credentials,
  publicUrl: string | undefined,
): void {
  if (kind === 'key' || !isWrite(request)) return
  const sender = senderOf(request, publicUrl)
  if (sender === 'foreign' || (sender === 'unknown' && kind === 'cookie')) throw fail('cross_site')
}

/** Where nobody has to be known, who comes from elsewhere than allowed is a stranger. */
function allowsCaller(access: Access, caller: Actor): Promise<boolean> {
  return allowsAddress(access, addressesFor(caller), caller.ip)
}

function addressesFor({ type }: Actor): 'ui_addresses' | 'api_addresses' {
  return type === 'api_key' ? 'api_addresses' : 'ui_addresses'
}

type Identify = (
  credentials: Credentials,
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Actor | null>

function createIdentify({ platform, auth, sessions, keys }: Access): Identify {
  const touchKey = createKeyToucher(platform)
  return async (credentials, { ip }, reply) => {
    if (credentials.kind === 'none') return null
    if (credentials.kind === 'cookie') {
      const { cookie } = credentials
      const find = () => findSessionUser(platform.db, auth, cookie)
      const { member, setCookies } = await sessions.get(cookie, find)
      if (setCookies.length > 0) void reply.header('set-cookie', setCookies)
      return member && toActor(member, ip)
    }
    const holder = await keys.get(credentials.key, () => findKeyHolder(platform, credentials.key))
    if (!holder) return null
    touchKey(holder.id)
    return { type: 'api_key', ...holder, ip }
  }
}

function requirePermission(actor: Actor, needed: Exclude<RouteAccess, 'public'>): void {
  if (needed === 'signed_in' || actor.permissions.has(needed)) return
  if (actor.type === 'api_key') throw fail('forbidden', `This API key lacks the scope ${needed}.`)
  throw fail('forbidden')
}
