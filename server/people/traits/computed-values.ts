import { sql } from 'kysely'
import type { JsonObject } from '../../../model/json.ts'
import type { Queryable } from '../../platform/relational/index.ts'

/** What Kith works out about people: the names that belong to it, and the values by person. */
export type ComputedValues = { names: ReadonlySet<string>; valuesOf: ReadonlyMap<string, JsonObject> }

/** The computed traits of these people. */
export async function loadComputedValues(db: Queryable, people: readonly string[]): Promise<ComputedValues> {
  const { rows } = await sql<{ name: string; person_id: string | null; value: unknown }>`
    select c.name, v.person_id, v.value from computed_traits c
    left join computed_values v on v.trait_id = c.id and v.person_id = any(${[...people]}::uuid[])
    where c.state <> 'removing'`.execute(db)
  const valuesOf = new Map<string, JsonObject>()
  for (const { name, person_id, value } of rows) {
    if (person_id === null) continue
    valuesOf.set(person_id, { ...valuesOf.get(person_id), [name]: value })
  }
  return { names: new Set(rows.map(({ name }) => name)), valuesOf }
}

/** A person's traits with what was worked out in the place of what is said under the same names. */
export function withComputed(
  traits: JsonObject,
  person: string,
  { names, valuesOf }: ComputedValues,
): JsonObject {
  if (names.size === 0) return traits
  const said = Object.entries(traits).filter(([name]) => !names.has(name))
  return { ...Object.fromEntries(said), ...valuesOf.get(person) }
}
