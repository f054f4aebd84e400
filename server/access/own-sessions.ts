import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Device } from '../../model/access.ts'
import { fail } from '../platform/errors.ts'
import type { Access } from './access.ts'
import { audit } from './audit.ts'

type Row = Omit<Device, 'current' | 'created_at' | 'last_used_at'> & { created_at: Date; last_used_at: Date }

/** Where the caller is signed in, last used first. A session that is used is noted once a day. */
export async function listOwnSessions(access: Access, request: FastifyRequest): Promise<Device[]> {
  const current = await currentSessionId(access, request)
  const { rows } = await sql<Row>`
    select id, ip_address as ip, user_agent, created_at, updated_at as last_used_at from sessions
    where user_id = ${request.actor.id} and expires_at > now()
    order by updated_at desc, id limit 200`.execute(access.platform.db)
  return rows.map((row) => ({
    ...row,
    current: row.id === current,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at.toISOString(),
  }))
}

/** Ends a session of the caller: whoever uses it has to sign in again. Throws `not_found`. */
export async function endOwnSession(access: Access, request: FastifyRequest, id: string): Promise<void> {
  const { actor } = request
  await access.platform.db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      delete from sessions where id = ${id} and user_id = ${actor.id} returning id`.execute(trx)
    if (rows.length === 0) throw fail('not_found', 'This session has ended already.')
    const subject = { type: 'user', id: actor.id, name: actor.name }
    await audit(trx, actor, { action: 'user.session_ended', subject })
  })
  access.forgetCallers()
}

/** The id of the session that a request comes in; empty when it comes with a key. */
export async function currentSessionId({ auth }: Access, { headers }: FastifyRequest): Promise<string> {
  const session = await auth.api.getSession({ headers: new Headers({ cookie: headers.cookie ?? '' }) })
  return session?.session.id ?? ''
}
