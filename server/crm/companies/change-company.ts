import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Edited } from '../../../model/edit.ts'
import type { JsonObject } from '../../../model/json.ts'
import { audit, requireRecord } from '../../access/index.ts'
import { companyKind } from '../../people/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import { publish, recordEvent } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { beforeAndAfterOf, changesIn, requireEditable, withoutEmpty } from '../people/check-traits.ts'
import { recordEdit } from '../people/edits.ts'

type Change = { id: string; traits: JsonObject; known?: JsonObject | undefined }

/**
 * Changes what is known of a company; the id that sources name it by stays. Throws `not_found`, `forbidden`, and
 * `conflict` when somebody else changed a trait meanwhile.
 */
export async function changeCompany(platform: Platform, actor: Actor, change: Change): Promise<Edited> {
  const now = new Date(platform.clock.now())
  return platform.db.transaction().execute(async (trx) => {
    await requireRecord(trx, actor, {
      object: 'companies',
      action: 'edit',
      from: companyKind.from(change.id),
      what: 'company',
    })
    const traits = withoutEmpty(change.traits)
    await requireEditable(trx, actor, { object: 'companies', names: Object.keys(traits) })
    const company = await lockCompany(trx, change.id)
    const changes = changesIn(company.traits, { traits, known: change.known })
    if (Object.keys(changes).length === 0) return { edit: null }
    const at = new Date(Math.max(now.getTime(), company.latest + 1))
    const edit = { id: randomUUID(), object: 'company', ref: company.id, at } as const
    const said = { id: company.id, groupId: company.group_id, traits: changes }
    await recordEdit(trx, platform, { ...edit, identifiers: [], traits: null, company: said })
    await tell(trx, actor, { company, ...beforeAndAfterOf(company.traits, changes), at: now })
    return { edit: edit.id }
  })
}

type Stored = { id: string; group_id: string; name: string | null; traits: JsonObject; latest: number }

async function lockCompany(trx: Trx, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`
    select c.id, c.group_id, c.name,
      (select coalesce(jsonb_object_agg(f.key, f.value -> 'v') filter (where f.value -> 'v' <> 'null'), '{}')
        from jsonb_each(c.traits) as f) as traits,
      coalesce((select max((f.value ->> 't')::float8) from jsonb_each(c.traits) as f), 0) as latest
    from companies c where c.id = ${id}::uuid for no key update`.execute(trx)
  if (!rows[0]) throw fail('not_found', 'There is no company with this id.')
  return rows[0]
}

type Told = { company: Stored; before: JsonObject; after: JsonObject; at: Date }

async function tell(trx: Trx, actor: Actor, { company, before, after, at }: Told): Promise<void> {
  const { id, name, group_id } = company
  await audit(trx, actor, {
    action: 'company.changed',
    subject: { type: 'company', id, name: name ?? group_id },
    details: { before, after },
  })
  const changed = Object.keys(after)
  await publish(trx, [{ type: 'company.changed', payload: { id, changed, at: at.toISOString() } }])
  await recordEvent(trx, {
    type: 'track',
    event: 'Company Updated',
    personRef: null,
    companyRef: id,
    properties: { changed },
    at,
  })
}
