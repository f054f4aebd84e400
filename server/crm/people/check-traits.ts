import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import { requireWritable } from '../../access/index.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'

/** Throws `forbidden` for traits that the caller may not change, `validation_failed` for those that Kith works out. */
export async function requireEditable(
  trx: Trx,
  actor: Actor,
  { object, names }: { object: 'people' | 'companies'; names: string[] },
): Promise<void> {
  requireWritable(
    actor,
    object,
    names.flatMap((name) => [name, `traits.${name}`]),
  )
  if (object !== 'people') return
  const { rows } = await sql<{ name: string }>`
    select name from computed_traits where name = any(${names}::text[])`.execute(trx)
  if (rows[0]) throw invalidField(`traits.${rows[0].name}`, 'Kith works this trait out itself.')
}

/** What is to change. Throws `conflict` when a trait is not as the editor saw it. */
export function changesIn(
  now: JsonObject,
  { traits, known = {} }: { traits: JsonObject; known?: JsonObject | undefined },
): JsonObject {
  const stale = Object.keys(traits).filter(
    (name) => name in known && !isDeepStrictEqual(known[name] ?? null, now[name] ?? null),
  )
  if (stale.length > 0)
    throw fail(
      'conflict',
      `${stale.join(', ')} was changed in the meantime. Look at it again, then decide.`,
      stale.map((name) => ({
        field: `traits.${name}`,
        problem: 'Somebody changed this meanwhile.',
        now: now[name] ?? null,
      })),
    )
  return Object.fromEntries(
    Object.entries(traits).filter(([name, value]) => !isDeepStrictEqual(value, now[name] ?? null)),
  )
}

/** Before and after, as the audit log keeps them. */
export function beforeAndAfterOf(now: JsonObject, changes: JsonObject) {
  return {
    before: Object.fromEntries(Object.keys(changes).map((name) => [name, now[name] ?? null])),
    after: changes,
  }
}

/** A text in which there is nothing says that there is no value. */
export function withoutEmpty(traits: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(traits).map(([name, value]) => [name, value === '' ? null : value]),
  )
}
