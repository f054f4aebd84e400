import { sql } from 'kysely'
import type { RecordAccess, RecordShare } from '../../../model/record-access.ts'
import { recordActions, rightsFor, type HeldRole, type RecordAction } from '../../../model/rights.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { fieldLevel } from './fields.ts'
import type { RecordKind } from './record-kind.ts'
import { visibleTo } from './visible-to.ts'

type Row = { owner_id: string | null; owner_name: string | null; may: Partial<Record<RecordAction, boolean>> }
type Asked = Row & { kind: RecordKind; shares: RecordShare[] }

/** What the caller may do with a record, and why they see it. Throws `not_found` when they do not. */
export async function recordAccessOf(
  db: Queryable,
  caller: Actor,
  { kind, id }: { kind: RecordKind; id: string },
): Promise<RecordAccess> {
  const may = recordActions.map(
    (action) => sql`
    ${action}::text, ${visibleTo(caller, kind.object, action, sql`r`)}`,
  )
  const { rows } = await sql<Row>`
    select r.owner_id, (select name from users where id = r.owner_id) as owner_name,
      jsonb_build_object(${sql.join(may)}) as may
    from ${kind.from(id)}`.execute(db)
  const [row] = rows
  if (!row?.may.view) throw fail('not_found', `There is no ${kind.one} with this id.`)
  const shares = await listShares(db, kind, id)
  return {
    may: recordActions.filter((action) => row.may[action]),
    owner: ownerOf(caller, kind, row),
    reasons: reasonsFor(caller, { ...row, kind, shares }),
    shares,
  }
}

function ownerOf(
  caller: Actor,
  kind: RecordKind,
  { owner_id: id, owner_name: name }: Row,
): RecordAccess['owner'] {
  const isHidden = fieldLevel(caller, kind.object, 'owner') === 'hidden'
  return id !== null && name !== null && !isHidden ? { id, name } : null
}

/** With whom a record is shared, oldest first. */
export async function listShares(db: Queryable, kind: RecordKind, id: string): Promise<RecordShare[]> {
  const { rows } = await sql<Omit<RecordShare, 'created_at'> & { created_at: Date }>`
    select s.id, s.level, s.created_by, s.created_at,
      case when u.id is not null then jsonb_build_object('id', u.id, 'name', u.name) end as "user",
      case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as team
    from record_shares s left join users u on u.id = s.user_id left join teams t on t.id = s.team_id
    where s.object = ${kind.object} and s.record_id in (select ${kind.keys} from ${kind.from(id)})
    order by s.created_at, s.id`.execute(db)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

function reasonsFor(caller: Actor, asked: Asked): string[] {
  const { kind, shares } = asked
  if (caller.type !== 'user') return [`This API key opens all ${kind.many}.`]
  const byRole = caller.grants.roles.flatMap((role) => reasonOfRole(caller, role, asked))
  return [...byRole, ...shares.flatMap((share) => reasonOfShare(caller, share))]
}

function reasonOfRole(caller: Actor, role: HeldRole, { kind, owner_id, owner_name }: Asked): string[] {
  const { many } = kind
  const reach = rightsFor(role.rights, kind.object).view
  if (reach === 'all') return [`Your role ${role.name} lets you see all ${many}.`]
  if (reach === 'none' || owner_id === null) return []
  if (owner_id === caller.id)
    return [`It is yours, and your role ${role.name} lets you see your own ${many}.`]
  if (reach === 'own' || !caller.grants.colleagues.includes(owner_id)) return []
  return [
    `It belongs to ${owner_name}, who is in your team or in one below, and your role ${role.name} lets you see the ${many} of your team.`,
  ]
}

function reasonOfShare({ id, grants }: Actor, { user, team, level, created_by }: RecordShare): string[] {
  const what = level === 'edit' ? 'to see and change it' : 'to see it'
  if (user?.id === id) return [`${created_by} shared it with you, ${what}.`]
  return team && grants.teams.includes(team.id) ? [`${created_by} shared it with ${team.name}, ${what}.`] : []
}
