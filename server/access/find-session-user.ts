import type { User } from '../../model/access.ts'
import { roles, type Role } from '../../model/roles.ts'
import { invariant } from '../platform/errors.ts'
import type { Auth } from './auth.ts'

/** Who a session cookie is of, null when it is not valid any more; and the cookies to send back (renewed, or removed). */
export type SessionUser = { user: User | null; setCookies: string[] }

/** Looks up the session of this Cookie header. A session that is used is renewed once a day. */
export async function findSessionUser(auth: Auth, cookie: string): Promise<SessionUser> {
  const { headers, response } = await auth.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  })
  return { user: response && toSignedIn(response.user), setCookies: headers.getSetCookie() }
}

type StoredUser = { id: string; name: string; email: string; role: string; createdAt: Date }

/** Reads a user as the library gives it. */
export function toSignedIn({ id, name, email, role, createdAt }: StoredUser): User {
  invariant(isRole(role), `The user ${id} has a role that does not exist: ${role}.`)
  return { id, name, email, role, created_at: createdAt.toISOString() }
}

function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}
