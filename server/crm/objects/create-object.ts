import { sql } from 'kysely'
import type { z } from 'zod'
import type { CrmObject } from '../../../model/field.ts'
import type { objectChange, objectInput } from '../../../model/record.ts'
import { recordObjects } from '../../../model/rights.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { keyOf } from '../key-of.ts'
import { listObjects, requireObject } from './find-objects.ts'

const MOST_OBJECTS = 100
const OBJECTS_LOCK = 714_202_632

/** Makes a kind of records. Throws `conflict` when there is one with this key. */
export async function createObject(
  trx: Trx,
  actor: Actor,
  { key: wanted, name, plural, description, icon }: z.output<typeof objectInput>,
): Promise<CrmObject> {
  await sql`select pg_advisory_xact_lock(${OBJECTS_LOCK})`.execute(trx)
  // Roles speak of people, companies and deals by these names.
  const taken = [...(await listObjects(trx)).map((one) => one.key), ...recordObjects]
  if (taken.length >= MOST_OBJECTS) throw fail('conflict', `There are at most ${MOST_OBJECTS} objects.`)
  if (wanted !== undefined && taken.includes(wanted))
    throw fail('conflict', `There is an object with the key ${wanted} already.`)
  const key = wanted ?? keyOf(name, 'object', taken)
  await sql`
    insert into crm_objects (key, name, plural, description, icon, position)
    select ${key}, ${name}, ${plural}, ${description}, ${icon}, max(position) + 1 from crm_objects`.execute(
    trx,
  )
  await audit(trx, actor, { action: 'object.created', subject: { type: 'object', id: key, name } })
  return requireObject(trx, key)
}

/** Renames an object, archives or restores it. Throws `not_found`, and `forbidden` for one of Kith's own. */
export async function changeObject(
  trx: Trx,
  actor: Actor,
  key: string,
  change: z.output<typeof objectChange>,
): Promise<CrmObject> {
  const before = await requireObject(trx, key)
  if (before.standard) throw fail('forbidden', 'Objects of Kith itself cannot be renamed or archived.')
  const { archived = before.archived_at !== null, ...parts } = change
  const after = { ...before, ...parts }
  await sql`
    update crm_objects set name = ${after.name}, plural = ${after.plural}, description = ${after.description},
      icon = ${after.icon}, archived_at = case when ${archived} then coalesce(archived_at, now()) end
    where key = ${key}`.execute(trx)
  await audit(trx, actor, {
    action: 'object.changed',
    subject: { type: 'object', id: key, name: after.name ?? before.name },
    details: { changed: Object.keys(change) },
  })
  return requireObject(trx, key)
}
