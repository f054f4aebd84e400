import { sql } from 'kysely'
import {
  inside,
  type CompanyPart,
  type Condition,
  type GroupCondition,
} from '../../model/segment-condition.ts'
import type { SegmentDefinition } from '../../model/segment.ts'
import type { Queryable } from '../platform/relational/index.ts'

/** The definitions of segments by their ids. */
export type Definitions = ReadonlyMap<string, SegmentDefinition>

/** Deeper than any definition that was accepted: no cycle is among them. */
const MAX_STEPS = 1_000

/** The ids of the segments that a definition names. */
export function segmentsIn(conditions: readonly (Condition | CompanyPart)[]): string[] {
  const found = conditions.flatMap((one) =>
    one.kind === 'segment' ? [one.segment] : segmentsIn(inside(one)),
  )
  return [...new Set(found)]
}

/**
 * A definition with the conditions of the segments that it names in their place. To be in a segment is to satisfy its
 * conditions: so one scan answers it, for everybody and for some alike, whatever else is evaluated before or after.
 * Throws when it names a segment that is missing, or itself.
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
        const group: GroupCondition = {
          kind: 'group',
          match: named.match,
          conditions: named.conditions.map(replaced),
        }
        return condition.in ? group : { kind: 'group', match: 'none', conditions: [group] }
      }
      case 'group':
        return { ...condition, conditions: condition.conditions.map(replaced) }
      case 'company':
        return { ...condition, conditions: condition.conditions.map(replacedPart) }
      default:
        return condition
    }
  }
  const replacedPart = (part: CompanyPart): CompanyPart =>
    part.kind === 'people' ? { ...part, conditions: part.conditions.map(replaced) } : part
  return { ...definition, conditions: definition.conditions.map(replaced) }
}

/** The same with each of these, whatever they are besides; reads the other definitions only when one is named. */
export async function expandAll<Defined extends { definition: SegmentDefinition }>(
  db: Queryable,
  all: Defined[],
): Promise<Defined[]> {
  if (all.every(({ definition }) => segmentsIn(definition.conditions).length === 0)) return all
  const definitions = await loadDefinitions(db)
  return all.map((one) => ({ ...one, definition: expand(one.definition, definitions) }))
}

/** The definitions of all segments. */
export async function loadDefinitions(db: Queryable): Promise<Definitions> {
  const { rows } = await sql<{
    id: string
    definition: SegmentDefinition
  }>`select id, definition from segments`.execute(db)
  return new Map(rows.map(({ id, definition }) => [id, definition]))
}
