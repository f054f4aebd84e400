import { sql } from 'kysely'
import type { TraitChange } from '../../../model/trait.ts'
import { audit, changesOf } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Platform } from '../../platform/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { lockIdentity } from '../identity/identity-lock.ts'
import { hiddenTraits } from '../profiles/visible-fields.ts'

/** What everybody is called by, everywhere: a mark on them would hide nothing. */
const NAMES = ['name', 'firstName', 'lastName', 'first_name', 'last_name']

type Said = { description: string; sensitive: boolean; source_order: string[] }

/**
 * Changes what is said about a trait, one that nobody has yet included. Another order of sources has the people concerned
 * written anew in the background. Throws `not_found` for a trait that is hidden from the caller, `forbidden` when they may
 * not see sensitive traits and change a mark, `validation_failed` for what cannot be.
 */
export async function changeTrait(
  { db }: Platform,
  caller: Actor,
  { name, change }: { name: string; change: TraitChange },
): Promise<void> {
  refuse(caller, name, change)
  await db.transaction().execute(async (trx) => {
    // A batch that is under way has read the order of sources; the next one reads the new one.
    await lockIdentity(trx)
    await requireSources(trx, change.source_order ?? [])
    const before = await lockTrait(trx, name)
    const after: Said = {
      description: change.description ?? before.description,
      sensitive: change.sensitive ?? before.sensitive,
      source_order: change.source_order ?? before.source_order,
    }
    await sql`
      update traits set description = ${after.description}, sensitive = ${after.sensitive},
        source_order = ${after.source_order}::uuid[] where name = ${name}`.execute(trx)
    if (after.source_order.join() !== before.source_order.join()) await askToRecompute(trx, name)
    await audit(trx, caller, {
      action: 'trait.changed',
      subject: { type: 'trait', id: name, name },
      details: changesOf(before, after),
    })
  })
}

function refuse(caller: Actor, name: string, { sensitive }: TraitChange): void {
  if (hiddenTraits(caller, 'people').has(name)) throw fail('not_found', 'There is no trait of this name.')
  if (sensitive !== undefined && !caller.permissions.has('sensitive:read'))
    throw fail('forbidden', 'Only who may see sensitive traits decides which are.')
  if (sensitive && NAMES.includes(name)) {
    const problem = 'People are called by this everywhere: it cannot be hidden.'
    throw fail('validation_failed', `sensitive: ${problem}`, [{ field: 'sensitive', problem }])
  }
}

async function requireSources(trx: Trx, ids: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from sources where id = any(${ids}::uuid[])`.execute(trx)
  const unknown = ids.find((id) => !rows.some((row) => row.id === id))
  if (!unknown) return
  const problem = `There is no source with the id ${unknown}.`
  throw fail('validation_failed', `source_order: ${problem}`, [{ field: 'source_order', problem }])
}

async function lockTrait(trx: Trx, name: string): Promise<Said> {
  await sql`insert into traits (name) values (${name}) on conflict (name) do nothing`.execute(trx)
  const { rows } = await sql<Said>`
    select description, sensitive, source_order from traits where name = ${name} for update`.execute(trx)
  return rows[0] ?? { description: '', sensitive: false, source_order: [] }
}

async function askToRecompute(trx: Trx, trait: string): Promise<void> {
  await sql`
    insert into trait_recomputes (trait) values (${trait})
    on conflict (trait) do update set cursor = null, people = 0, asked_at = now()`.execute(trx)
}
