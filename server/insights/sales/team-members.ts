import { sql } from 'kysely'
import { rightsFor } from '../../../model/rights.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { membersBelow, type Slice } from './slice.ts'

export type TeamMembers = { id: string; name: string; members: string[] }

/** The teams of a slice with who belongs to them or to teams below: all of them for who sees all deals, else one's own. */
export async function teamMembers(db: Queryable, { caller, team }: Slice): Promise<TeamMembers[]> {
  const { view } = rightsFor(caller.grants.rights, 'deals')
  if (view === 'own' || view === 'none') return []
  const shown = view === 'all' ? sql`true` : sql`t.id = any(${[...caller.grants.teams]}::uuid[])`
  const within =
    team === undefined
      ? sql`true`
      : sql`t.id in (
    with recursive below as (
      select id from teams where id = ${team}::uuid union select c.id from teams c join below b on c.parent_id = b.id
    ) select id from below)`
  const { rows } = await sql<{ id: string; name: string }>`
    select t.id, t.name from teams t where ${shown} and ${within} order by lower(t.name)`.execute(db)
  return Promise.all(rows.map(async (row) => ({ ...row, members: await membersOf(db, row.id) })))
}

async function membersOf(db: Queryable, team: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`${membersBelow(team)}`.execute(db)
  return rows.map(({ user_id }) => user_id)
}
