import { sql } from 'kysely'
import type { ComputedDefinition, ComputedUse } from '../../../model/computed-trait.ts'
import { eventsOf } from '../../../model/computed-trait.ts'
import { inside, type Condition } from '../../../model/segment-condition.ts'
import { membersOf, type SegmentDefinition } from '../../../model/segment.ts'
import { fail } from '../../platform/errors.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { loadDefinitions } from '../expand-segments.ts'
import { lockUses } from '../uses.ts'

const SEGMENT_EVENTS = ['Segment Entered', 'Segment Left']

/** The names of the traits of people that a definition compares. */
function traitsAsked(definition: SegmentDefinition): string[] {
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

/** What needs a trait of this name: segments that compare it, and browser keys that show it. */
export async function listTraitUses(db: Queryable, name: string): Promise<ComputedUse[]> {
  const asking = [...(await loadDefinitions(db))].flatMap(([id, { definition }]) =>
    definition && traitsAsked(definition).includes(name) ? [id] : [],
  )
  const { rows } = await sql<ComputedUse>`
    select 'segment' as kind, id, name from segments where id = any(${asking}::uuid[])
    union all
    select 'browser_key', id, name from browser_keys where ${name} = any(traits)
    order by 1 desc, 3, 2`.execute(db)
  return rows
}

/**
 * Refuses a trait that would go round in a circle: one that asks who entered or left segments, while segments ask for it. Until
 * the transaction ends no segment starts to. Throws `validation_failed`.
 */
export async function requireNoCircle(
  trx: Trx,
  { name, definition }: { name: string; definition: ComputedDefinition },
): Promise<void> {
  await lockUses(trx)
  if (!asksSegments(definition)) return
  const [use] = (await listTraitUses(trx, name)).filter(({ kind }) => kind === 'segment')
  if (!use) return
  const problem = `The segment “${use.name}” asks for this trait, so the trait cannot ask who entered or left segments.`
  throw fail('validation_failed', problem, [{ field: 'definition.event', problem }])
}

/** Refuses a segment that asks for a computed trait which asks who entered or left segments. Throws `validation_failed`. */
export async function requireNoCircleOf(trx: Trx, definition: SegmentDefinition): Promise<void> {
  const asked = traitsAsked(definition)
  if (asked.length === 0) return
  await lockUses(trx)
  const { rows } = await sql<{ name: string; definition: ComputedDefinition }>`
    select name, definition from computed_traits where name = any(${asked}::text[]) and state <> 'removing'`.execute(
    trx,
  )
  const circle = rows.find((row) => asksSegments(row.definition))
  if (!circle) return
  const problem = `The computed trait “${circle.name}” asks who entered or left segments, so no segment can ask for it.`
  throw fail('validation_failed', problem, [{ field: 'definition.conditions', problem }])
}

function asksSegments(definition: ComputedDefinition): boolean {
  return eventsOf(definition).some((event) => SEGMENT_EVENTS.includes(event))
}
