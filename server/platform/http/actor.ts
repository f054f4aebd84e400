import type { Grants } from '../../../model/rights.ts'
import type { Permission } from '../../../model/roles.ts'

/** Who does something: a signed-in user, a program with an API key, or Kith itself. */
export type Actor = {
  type: 'user' | 'api_key' | 'system'
  id: string
  name: string
  permissions: ReadonlySet<Permission>
  /** What they may do with records, and whose those are. */
  grants: Grants
  ip: string | null
}

/** What a route asks of its caller: a permission, to be signed in at all, or nothing. */
export type RouteAccess = Permission | 'signed_in' | 'public'

/** Where the API begins. What other addresses serve (tracking, the web app) has rules of its own. */
export const API_PREFIX = '/api/v1/'

/** A route of the API as it was declared. */
export type ApiRoute = { method: string; url: string; permission: RouteAccess }

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route of the API, in the order of declaration. */
    apiRoutes: ApiRoute[]
  }
  interface FastifyContextConfig {
    /** Every route of the API declares it; registering one without throws. */
    permission?: RouteAccess
  }
  interface FastifyRequest {
    /** Who calls, or null when nobody has signed in; set by the access guard. */
    caller: Actor | null
    /** Who calls; throws `unauthenticated` when nobody has signed in, which only public routes allow. */
    readonly actor: Actor
  }
}
