import type { Database } from '../platform/relational/index.ts'
import type { Auth } from './auth.ts'
import { findMember, type Member } from './roles/find-member.ts'

/** Who a session cookie is of, null when it is not valid any more; and the cookies to send back (renewed, or removed). */
export type SessionUser = { member: Member | null; setCookies: string[] }

/** Looks up the session of this Cookie header. A session that is used is renewed once a day. */
export async function findSessionUser(db: Database, auth: Auth, cookie: string): Promise<SessionUser> {
  const { headers, response } = await auth.api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  })
  return {
    member: response && (await findMember(db, response.user.id)),
    setCookies: headers.getSetCookie(),
  }
}
