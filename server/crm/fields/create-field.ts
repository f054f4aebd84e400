import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Field, fieldInput } from '../../../model/field.ts'
import { standardFieldsOf } from '../../../model/view.ts'
import { audit } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import { keyOf } from '../key-of.ts'
import { requireObject } from '../objects/find-objects.ts'
import { checkComputed } from './computed/check-computed.ts'
import { computeAnew } from './computed/compute-anew.ts'
import { checkDefinition } from './check-definition.ts'
import { lockFields } from './fields-lock.ts'
import { findField, listFields } from './find-fields.ts'

const MOST_FIELDS = 300

type Input = z.output<typeof fieldInput>

/**
 * Adds a field to an object, behind its others; records have no value in it yet. Throws `validation_failed` for one that
 * cannot be, `conflict` when there is one with this key.
 */
export async function createField(trx: Trx, actor: Actor, object: string, asked: Input): Promise<Field> {
  await requireObject(trx, object)
  await lockFields(trx, object)
  const others = await listFields(trx, object, { archived: true })
  const input = await typedByComputing(trx, { object, asked, others })
  const default_value = checkDefinition({ ...input, object, default_value: input.default_value ?? null })
  if (input.settings.target) await requireTarget(trx, input.settings.target)
  await requireStage(trx, input.required_from_stage)
  if (others.length >= MOST_FIELDS) throw fail('conflict', `An object has at most ${MOST_FIELDS} fields.`)
  const key =
    input.key ??
    keyOf(
      input.label,
      'field',
      [...others, ...standardFieldsOf(object)].map((one) => one.key),
    )
  refuseTaken(object, key, others)
  const id = randomUUID()
  await sql`
    insert into crm_fields (id, object, key, label, type, help, section, position, settings, default_value, required,
      required_from_stage, is_unique, indexed, index_state, computed)
    values (${id}, ${object}, ${key}, ${input.label}, ${input.type}, ${input.help}, ${input.section},
      ${Math.max(-1, ...others.map(({ position }) => position)) + 1}, ${JSON.stringify(input.settings)}::jsonb,
      ${default_value === null ? null : JSON.stringify(default_value)}::jsonb, ${input.required},
      ${input.required_from_stage}, ${input.unique}, ${input.indexed}, ${input.indexed ? 'waiting' : 'none'},
      ${input.computed === null ? null : JSON.stringify(input.computed)}::jsonb)`.execute(trx)
  if (input.computed) await computeAnew(trx, { id, object })
  await audit(trx, actor, {
    action: 'field.created',
    subject: { type: 'field', id, name: input.label },
    details: { object, key, type: input.type, ...(input.computed && { computed: input.computed }) },
  })
  return findField(trx, id)
}

type Asked = { object: string; asked: Input; others: Field[] }

/** A computed field has the type of what it comes to, whatever was asked for. */
async function typedByComputing(trx: Trx, { object, asked, others }: Asked): Promise<Input> {
  const { computed } = asked
  if (!computed) return asked
  const wanted = {
    ...asked,
    object,
    key: asked.key ?? '',
    default_value: asked.default_value ?? null,
    computed,
  }
  return { ...asked, ...(await checkComputed(trx, wanted, others)) }
}

/** Throws `validation_failed` unless there is such an object for a relation to lead to. */
async function requireTarget(trx: Trx, target: string): Promise<void> {
  const { rows } = await sql`select from crm_objects where key = ${target} and archived_at is null`.execute(
    trx,
  )
  if (rows.length === 0) throw invalidField('settings.target', 'There is no object with this key.')
}

/** Throws `validation_failed` for a stage that is not. */
export async function requireStage(trx: Trx, stage: string | null): Promise<void> {
  if (stage === null) return
  const { rows } = await sql`select from stages where id = ${stage}::uuid`.execute(trx)
  if (rows.length === 0) throw invalidField('required_from_stage', 'There is no stage with this id.')
}

function refuseTaken(object: string, key: string, others: Field[]): void {
  const standard = standardFieldsOf(object).find((one) => one.key === key)
  if (standard)
    throw fail('conflict', `${key} is what Kith calls its own field ${standard.label}. Give another key.`)
  const taken = others.find((one) => one.key === key)
  if (!taken) return
  throw taken.archived_at === null
    ? fail('conflict', `There is a field with the key ${key} already: ${taken.label}.`)
    : fail(
        'conflict',
        `The archived field ${taken.label} has the key ${key}. Restore it, or give another key.`,
      )
}
