import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Field, fieldChange } from '../../../model/field.ts'
import { audit } from '../../access/index.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { checkComputed } from './computed/check-computed.ts'
import { computeAnew } from './computed/compute-anew.ts'
import { followFormulas } from './computed/follow-formulas.ts'
import { checkDefinition } from './check-definition.ts'
import { requireStage } from './create-field.ts'
import { lockFields } from './fields-lock.ts'
import { findField, listFields } from './find-fields.ts'
import { claimExisting, releaseAll } from './unique-values.ts'

type Change = z.output<typeof fieldChange>

/**
 * Changes a field, or archives and restores it: records keep their values meanwhile. Throws `validation_failed`, and
 * `conflict` when it shall be unique and two records have the same value.
 */
export async function changeField(trx: Trx, actor: Actor, id: string, change: Change): Promise<Field> {
  const { object } = await findField(trx, id)
  await lockFields(trx, object)
  const before = await findField(trx, id)
  const { archived, ...parts } = change
  const after: Field = { ...before, ...definedOnly(parts) }
  await checkComputing(trx, before, after)
  after.default_value = checkDefinition(after)
  if (after.settings.target !== before.settings.target)
    throw invalidField('settings.target', 'What a relation leads to cannot be changed. Make another field.')
  refuseLostOptions(before, after)
  if (after.required_from_stage !== before.required_from_stage)
    await requireStage(trx, after.required_from_stage)
  if (after.unique && !before.unique) await claimExisting(trx, after)
  if (!after.unique && before.unique) await releaseAll(trx, id)
  await store(trx, before, after, archived)
  const isComputedAnew = !isDeepStrictEqual(before.computed, after.computed) || archived === false
  if (after.computed && isComputedAnew) await computeAnew(trx, after)
  else if (after.computed && archived) await followFormulas(trx, object)
  await audit(trx, actor, {
    action: archived === undefined ? 'field.changed' : archived ? 'field.archived' : 'field.restored',
    subject: { type: 'field', id, name: after.label },
    details: { object, changed: Object.keys(change) },
  })
  return findField(trx, id)
}

/** Throws `validation_failed` for a field that would be computed otherwise, or come to values of another type. */
async function checkComputing(trx: Trx, before: Field, after: Field): Promise<void> {
  if (after.computed?.kind !== before.computed?.kind)
    throw invalidField('computed', 'How a field gets its values stays. Make another field.')
  const { computed, object } = after
  if (!computed) return
  const others = await listFields(trx, object, { archived: true })
  const { type } = await checkComputed(trx, { ...after, computed }, others)
  if (type !== before.type)
    throw invalidField(
      'computed',
      `It would come to values of the type ${type}, not ${before.type}. Make another field.`,
    )
}

async function store(trx: Trx, before: Field, after: Field, archived: boolean | undefined): Promise<void> {
  const isArchived = archived ?? before.archived_at !== null
  const wanted = after.indexed && !isArchived
  const indexState = wanted === (before.index_state === 'ready') ? before.index_state : 'waiting'
  await sql`
    update crm_fields set label = ${after.label}, help = ${after.help}, section = ${after.section},
      settings = ${JSON.stringify(after.settings)}::jsonb,
      default_value = ${after.default_value === null ? null : JSON.stringify(after.default_value)}::jsonb,
      required = ${after.required}, required_from_stage = ${after.required_from_stage}, is_unique = ${after.unique},
      indexed = ${after.indexed}, index_state = ${indexState}, updated_at = now(),
      computed = ${after.computed === null ? null : JSON.stringify(after.computed)}::jsonb,
      archived_at = case when ${isArchived} then coalesce(archived_at, now()) end
    where id = ${after.id}`.execute(trx)
}

/** Records may have the option: it is archived, not taken away. */
function refuseLostOptions(before: Field, after: Field): void {
  const kept = new Set(after.settings.options?.map(({ key }) => key))
  const lost = before.settings.options?.find(({ key }) => !kept.has(key))
  if (lost)
    throw invalidField(
      'settings.options',
      `${lost.label} is missing. Archive an option instead: records may have it.`,
    )
}

function definedOnly<T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
