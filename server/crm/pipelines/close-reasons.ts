import { sql } from 'kysely'
import type { CloseReason, Stage } from '../../../model/deal.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

/** The reasons that can be given, in the order in which they are offered. */
export async function listCloseReasons(db: Queryable): Promise<CloseReason[]> {
  const { rows } = await sql<CloseReason>`
    select id, kind, name from close_reasons where archived_at is null order by kind, position, id`.execute(
    db,
  )
  return rows
}

/** Adds a reason behind the others of its kind. Throws `validation_failed` when there is one of this name. */
export async function createCloseReason(
  trx: Trx,
  actor: Actor,
  { kind, name }: Pick<CloseReason, 'kind' | 'name'>,
): Promise<CloseReason> {
  const { rows } = await sql<CloseReason>`
    insert into close_reasons (kind, name, position)
    select ${kind}, ${name}, coalesce(max(position) + 1, 0) from close_reasons where kind = ${kind}
    on conflict do nothing returning id, kind, name`.execute(trx)
  if (!rows[0]) throw invalidField('name', 'There is a reason of this name already.')
  const subject = { type: 'close_reason', id: rows[0].id, name }
  await audit(trx, actor, { action: 'close_reason.created', subject })
  return rows[0]
}

/** Offers a reason no longer; deals that have it keep it. Throws `not_found`. */
export async function deleteCloseReason(
  trx: Trx,
  actor: Actor,
  { id, at }: { id: string; at: Date },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    update close_reasons set archived_at = ${at} where id = ${id}::uuid and archived_at is null
    returning name`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no reason with this id.')
  const subject = { type: 'close_reason', id, name: rows[0].name }
  await audit(trx, actor, { action: 'close_reason.deleted', subject })
}

/** Throws `validation_failed` for a reason that does not exist, or that is none for this stage. */
export async function requireCloseReason(
  trx: Trx,
  { name, kind }: Stage,
  reasonId: string | null | undefined,
): Promise<void> {
  if (!reasonId) return
  const { rows } = await sql`
    select from close_reasons where id = ${reasonId}::uuid and kind = ${kind} for key share`.execute(trx)
  if (rows.length === 0)
    throw invalidField('close_reason_id', `There is no such reason for the stage "${name}".`)
}
