import { sql } from 'kysely'
import type { Actor } from '../platform/http/index.ts'
import type { Queryable } from '../platform/relational/index.ts'
import { toActor } from './caller.ts'
import { keyGrants } from './key-grants.ts'
import { scopesOf } from './find-key-holder.ts'
import { findMember } from './roles/find-member.ts'

/** Who asked for something that is done later, with the rights of today; null when there is no such user or key any more. */
export async function actorOf(
  db: Queryable,
  { type, id }: Pick<Actor, 'type' | 'id'>,
): Promise<Actor | null> {
  if (type === 'user') {
    const member = await findMember(db, id)
    return member && toActor(member, null)
  }
  if (type === 'system') return null
  const { rows } = await sql<{ name: string; scopes: string[]; sensitive: string[] }>`
    select name, scopes, array(select name from traits where sensitive) as sensitive
    from api_keys where id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return null
  const { name, scopes: stored, sensitive } = row
  const scopes = scopesOf(stored)
  return { type, id, name, permissions: scopes, grants: keyGrants(scopes, sensitive), ip: null }
}
