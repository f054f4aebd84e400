import { sql } from 'kysely'
import type { ComputedDefinition, ComputedUse } from '../../../model/computed-trait.ts'
import { conditionsOf } from '../../../model/score.ts'
import { inside, type Condition } from '../../../model/segment-condition.ts'
import { membersOf, type SegmentDefinition } from '../../../model/segment.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { loadDefinitions } from '../expand-segments.ts'

/** The names of the traits of people that a definition compares. */
export function traitsAsked(definition: Pick<SegmentDefinition, 'members' | 'conditions'>): string[] {
  return traitsIn(definition.conditions, membersOf(definition) === 'people')
}

function traitsIn(conditions: readonly Condition[], ofPeople: boolean): string[] {
  return conditions.flatMap((one) => {
    const own = one.kind === 'trait' ? [one.comparison.field] : []
    const places = one.kind === 'place' ? [one.latitude_field, one.longitude_field] : []
    const fields = ofPeople ? [...own, ...places] : []
    const insidePeople = one.kind === 'people' || (ofPeople && one.kind !== 'company')
    return [...fields.map((field) => field.split('.', 1)[0] ?? ''), ...traitsIn(inside(one), insidePeople)]
  })
}

/** The computed traits in use, by name. */
export async function loadTraits(
  db: Queryable,
): Promise<Map<string, { id: string; definition: ComputedDefinition }>> {
  const { rows } = await sql<{ id: string; name: string; definition: ComputedDefinition }>`
    select id, name, definition from computed_traits where state <> 'removing'`.execute(db)
  return new Map(rows.map(({ id, name, definition }) => [name, { id, definition }]))
}

/** What a computed trait asks of people as segments do; nothing when it is over events alone. */
export function conditionsIn(definition: ComputedDefinition): Condition[] {
  return definition.kind === 'score' ? conditionsOf(definition) : []
}

/** What needs a trait of this name: segments and scores that compare it, and browser keys that show it. */
export async function listTraitUses(db: Queryable, name: string): Promise<ComputedUse[]> {
  const asking = [...(await loadDefinitions(db))].flatMap(([id, { definition }]) =>
    definition && traitsAsked(definition).includes(name) ? [id] : [],
  )
  const scores = [...(await loadTraits(db)).values()].filter(({ definition }) =>
    traitsAsked({ conditions: conditionsIn(definition) }).includes(name),
  )
  const { rows } = await sql<ComputedUse>`
    select 'segment' as kind, id, name from segments where id = any(${asking}::uuid[])
    union all
    select 'computed_trait', id, name from computed_traits where id = any(${scores.map(({ id }) => id)}::uuid[])
    union all
    select 'browser_key', id, name from browser_keys where ${name} = any(traits)
    order by 1 desc, 3, 2`.execute(db)
  return rows
}
