import { sql } from 'kysely'
import type { z } from 'zod'
import type { RecordShare, recordShareInput } from '../../../model/record-access.ts'
import { fail, invariant } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { audit } from '../audit.ts'
import { listShares } from './record-access.ts'
import type { RecordKind } from './record-kind.ts'
import { requireRecord } from './require-record.ts'

type Which = { kind: RecordKind; id: string }

/**
 * Opens a record to a user or a team; doing so again changes what they may do. Takes the right to change the record.
 * Throws `validation_failed` for an unknown user or team.
 */
export async function shareRecord(
  { db }: Platform,
  caller: Actor,
  { kind, id, input }: Which & { input: z.output<typeof recordShareInput> },
): Promise<RecordShare> {
  return db.transaction().execute(async (trx) => {
    await requireRecord(trx, caller, { ...questionOf({ kind, id }), action: 'edit' })
    await requireAddressee(trx, input)
    const { rows } = await sql<{ id: string; name: string | null }>`
      insert into record_shares (object, record_id, user_id, team_id, level, created_by)
      select ${kind.object}, ${kind.key}, ${input.user_id ?? null}, ${input.team_id ?? null}::uuid, ${input.level}, ${caller.name}
      from ${kind.from(id)}
      on conflict (object, record_id, user_id, team_id) do update set level = excluded.level, created_by = excluded.created_by
      returning id`.execute(trx)
    const share = (await listShares(trx, kind, id)).find((one) => one.id === rows[0]?.id)
    invariant(share, 'A share that was just written can be read.')
    await record(trx, caller, { kind, id, share, action: 'shared' })
    return share
  })
}

/** Takes a share back. Throws `not_found` for one that is not there. */
export async function unshareRecord(
  { db }: Platform,
  caller: Actor,
  { kind, id, shareId }: Which & { shareId: string },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await requireRecord(trx, caller, { ...questionOf({ kind, id }), action: 'edit' })
    const share = (await listShares(trx, kind, id)).find((one) => one.id === shareId)
    if (!share) throw fail('not_found', 'This is not shared like that any more.')
    await sql`delete from record_shares where id = ${shareId}::uuid`.execute(trx)
    await record(trx, caller, { kind, id, share, action: 'unshared' })
  })
}

function questionOf({ kind, id }: Which) {
  return { object: kind.object, from: kind.from(id), what: kind.one }
}

async function requireAddressee(
  trx: Trx,
  { user_id, team_id }: z.output<typeof recordShareInput>,
): Promise<void> {
  const { rows } = user_id
    ? await sql`select from users where id = ${user_id} for key share`.execute(trx)
    : await sql`select from teams where id = ${team_id}::uuid for key share`.execute(trx)
  if (rows.length > 0) return
  const [field, problem] = user_id
    ? ['user_id', 'There is no user with this id.']
    : ['team_id', 'There is no team with this id.']
  throw fail('validation_failed', `${field}: ${problem}`, [{ field, problem }])
}

type Record = Which & { share: RecordShare; action: 'shared' | 'unshared' }

async function record(trx: Trx, caller: Actor, { kind, id, share, action }: Record): Promise<void> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    select r.id, ${kind.name} as name from ${kind.from(id)}`.execute(trx)
  const [subject] = rows
  invariant(subject, 'A record that is shared exists.')
  await audit(trx, caller, {
    action: `${kind.one}.${action}`,
    subject: { type: kind.one, ...subject },
    details: { with: share.user?.name ?? share.team?.name, level: share.level },
  })
}
