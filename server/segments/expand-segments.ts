import { sql } from 'kysely'
import { inside, type Condition, type GroupCondition } from '../../model/segment-condition.ts'
import type { SegmentDefinition, SegmentMembers } from '../../model/segment.ts'
import type { Queryable } from '../platform/relational/index.ts'

/**
 * What says who belongs to a segment: its conditions (a static one has none), or the list that is known to the warehouse
 * by this id. A frozen segment has both, and the list counts.
 */
export type Defined = {
  definition: SegmentDefinition | null
  list: string | null
  members: SegmentMembers
}

/** The same of segments by their ids. */
export type Definitions = ReadonlyMap<string, Defined>

/** Deeper than any definition that was accepted: no cycle is among them. */
const MAX_STEPS = 1_000

/** The ids of the segments that a definition names. */
export function segmentsIn(conditions: readonly Condition[]): string[] {
  const found = conditions.flatMap((one) =>
    one.kind === 'segment' ? [one.segment] : segmentsIn(inside(one)),
  )
  return [...new Set(found)]
}

/**
 * A definition with the conditions of the segments that it names in their place. To be in a segment is to satisfy its
 * conditions: so one scan answers it, for everybody and for some alike, whatever else is evaluated before or after.
 * Whoever is on a list satisfies nothing but that: such a segment stays, under the id of its list. Throws when it names a
 * segment that is missing, or itself.
 */
export function expand(definition: SegmentDefinition, definitions: Definitions): SegmentDefinition {
  let steps = 0
  const replaced = (condition: Condition): Condition => {
    switch (condition.kind) {
      case 'segment': {
        const named = definitions.get(condition.segment)
        if (!named) throw new Error('A segment that the conditions name is missing.')
        if (++steps > MAX_STEPS)
          throw new Error('The segments that the conditions name lead back to this one.')
        if (named.list !== null) return { ...condition, segment: named.list }
        if (!named.definition)
          throw new Error('A segment that the conditions name says of nobody who belongs to it.')
        const group: GroupCondition = {
          kind: 'group',
          match: named.definition.match,
          conditions: named.definition.conditions.map(replaced),
        }
        return condition.in ? group : { kind: 'group', match: 'none', conditions: [group] }
      }
      case 'group':
      case 'company':
      case 'people':
        return { ...condition, conditions: condition.conditions.map(replaced) }
      default:
        return condition
    }
  }
  return { ...definition, conditions: definition.conditions.map(replaced) }
}

/** What is to be evaluated to know who belongs to a segment. */
export function evaluable(
  { definition, list, members }: Defined,
  definitions: Definitions,
): SegmentDefinition {
  if (list !== null) return onList(list, members)
  if (!definition) throw new Error('A segment says of nobody who belongs to it.')
  return expand(definition, definitions)
}

function onList(list: string, members: SegmentMembers): SegmentDefinition {
  const conditions: Condition[] = [{ kind: 'segment', in: true, segment: list }]
  return { members, match: 'all', conditions }
}

/** A definition with the conditions of those it names; reads the other definitions only when one is named. */
export async function expandOne(db: Queryable, definition: SegmentDefinition): Promise<SegmentDefinition> {
  if (segmentsIn(definition.conditions).length === 0) return definition
  return expand(definition, await loadDefinitions(db))
}

/** What says who belongs to each segment. A list that is still on its way to the warehouse does not count yet. */
export async function loadDefinitions(db: Queryable): Promise<Definitions> {
  const { rows } = await sql<Defined & { id: string }>`
    select id, definition, members, case when state <> 'copying' then list_id end as list from segments`.execute(
    db,
  )
  return new Map(rows.map(({ id, ...defined }) => [id, defined]))
}
