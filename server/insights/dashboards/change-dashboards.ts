import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { cardTitle } from '../../../model/dashboard-cards.ts'
import type { Dashboard, dashboardChange, dashboardInput } from '../../../model/dashboard.ts'
import { audit, changesOf } from '../../access/index.ts'
import { isShownTo, teamOf } from '../../crm/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { checkReferences } from './check-references.ts'
import { findDashboard } from './select-dashboards.ts'

const MOST_OF_ONE = 100

/** Keeps a dashboard. Throws `forbidden` for an API key, `validation_failed` for what its filters and cards name and there is not. */
export async function createDashboard(
  trx: Trx,
  actor: Actor,
  input: z.output<typeof dashboardInput>,
): Promise<Dashboard> {
  requireUser(actor)
  await requireRoom(trx, actor)
  await checkReferences(trx, input)
  const team = await teamOf(trx, actor, input)
  const id = randomUUID()
  await sql`
    insert into dashboards (id, name, owner_id, sharing, team_id, filters, cards)
    values (${id}, ${input.name}, ${actor.id}, ${input.sharing}, ${team}, ${JSON.stringify(input.filters)}::jsonb,
      ${JSON.stringify(input.cards)}::jsonb)`.execute(trx)
  await audit(trx, actor, {
    action: 'dashboard.created',
    subject: { type: 'dashboard', id, name: input.name },
    details: { sharing: input.sharing },
  })
  return findDashboard(trx, actor, id)
}

/** Changes a dashboard. Throws `not_found`, `forbidden` for somebody else's, `conflict` when it was changed since. */
export async function changeDashboard(
  trx: Trx,
  actor: Actor,
  { id, change }: { id: string; change: z.output<typeof dashboardChange> },
): Promise<Dashboard> {
  const before = await lockDashboard(trx, actor, id)
  if (change.version !== undefined && change.version !== before.version)
    throw fail('conflict', `Somebody else changed the dashboard ${before.name} in the meantime.`, {
      version: before.version,
    })
  await checkReferences(trx, change, before)
  const after = {
    name: change.name ?? before.name,
    sharing: change.sharing ?? before.sharing,
    team_id: change.team_id === undefined ? (before.team?.id ?? null) : change.team_id,
    filters: change.filters ?? before.filters,
    cards: change.cards ?? before.cards,
  }
  const isShared = change.sharing !== undefined || change.team_id !== undefined
  const team = isShared ? await teamOf(trx, actor, after) : after.team_id
  await sql`
    update dashboards set name = ${after.name}, sharing = ${after.sharing}, team_id = ${team},
      filters = ${JSON.stringify(after.filters)}::jsonb, cards = ${JSON.stringify(after.cards)}::jsonb,
      version = version + 1, updated_at = now()
    where id = ${id}::uuid`.execute(trx)
  const changed = await findDashboard(trx, actor, id)
  await audit(trx, actor, {
    action: 'dashboard.changed',
    subject: { type: 'dashboard', id, name: after.name },
    details: changesOf(told(before), told(changed)),
  })
  return changed
}

/** Takes a dashboard away from everybody who has it; its owner can restore it. Throws `not_found`, `forbidden`. */
export async function deleteDashboard(trx: Trx, actor: Actor, id: string): Promise<void> {
  const { name } = await lockDashboard(trx, actor, id)
  await sql`update dashboards set deleted_at = now() where id = ${id}::uuid`.execute(trx)
  await audit(trx, actor, { action: 'dashboard.deleted', subject: { type: 'dashboard', id, name } })
}

/** Undoes the deletion of a dashboard of the caller's own, or of a shared one by an administrator. Throws `not_found`. */
export async function restoreDashboard(trx: Trx, actor: Actor, id: string): Promise<Dashboard> {
  const mayAny = actor.permissions.has('users:write')
  const { rows } = await sql<{ name: string }>`
    update dashboards set deleted_at = null
    where id = ${id}::uuid and deleted_at is not null
      and (owner_id = ${actor.id} or (${mayAny} and sharing <> 'private'))
    returning name`.execute(trx)
  if (rows[0])
    await audit(trx, actor, {
      action: 'dashboard.restored',
      subject: { type: 'dashboard', id, name: rows[0].name },
    })
  return findDashboard(trx, actor, id)
}

/** What the audit log says of a dashboard; of each card in a line. */
function told({ name, sharing, team, filters, cards }: Dashboard): object {
  const lines = cards.map((card) => `${cardTitle(card)} (${card.width}) ${JSON.stringify(card.settings)}`)
  return { name, sharing, team: team && team.name, filters, cards: lines }
}

/** Dashboards are somebody's; a program has none. */
function requireUser({ type }: Actor): void {
  if (type !== 'user') throw fail('forbidden', 'Only users keep dashboards, not API keys.')
}

async function lockDashboard(trx: Trx, actor: Actor, id: string): Promise<Dashboard> {
  await sql`select from dashboards v where v.id = ${id}::uuid and ${isShownTo(actor)} for update`.execute(trx)
  const dashboard = await findDashboard(trx, actor, id)
  if (!dashboard.may_edit)
    throw fail('forbidden', `${dashboard.name} is ${dashboard.owner.name}’s. Duplicate it to change it.`)
  return dashboard
}

async function requireRoom(trx: Trx, { id }: Actor): Promise<void> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from dashboards where owner_id = ${id} and deleted_at is null`.execute(trx)
  if ((rows[0]?.count ?? 0) >= MOST_OF_ONE)
    throw fail(
      'conflict',
      `You keep ${MOST_OF_ONE} dashboards, which is as many as can be. Delete some first.`,
    )
}
