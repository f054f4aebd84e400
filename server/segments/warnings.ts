import { sql } from 'kysely'
import { findContradiction } from '../../model/segment-contradictions.ts'
import { canonicalText } from '../../model/segment-same.ts'
import { conditionWords } from '../../model/segment-words.ts'
import {
  membersOf,
  type SegmentDefinition,
  type SegmentMembers,
  type SegmentWarning,
} from '../../model/segment.ts'
import type { Queryable } from '../platform/relational/index.ts'
import { loadDefinitions } from './expand-segments.ts'

export type Warned = {
  definition: SegmentDefinition
  /** How many people, or companies, it means now. */
  count: number
  /** The segment that it is the definition of, when it is that of one already. */
  segment: string | null
}

/** What somebody should know of a definition before they save it. */
export async function listWarnings(
  db: Queryable,
  { definition, count, segment }: Warned,
): Promise<SegmentWarning[]> {
  const names = await namesOf(db)
  const members = membersOf(definition)
  const same = await sameAs(db, definition, segment)
  const contradiction = findContradiction(definition)
  return [
    ...(contradiction
      ? [
          contradictory(
            members,
            contradiction.map((one) => conditionWords(one, (id) => names.get(id), members)),
          ),
        ]
      : []),
    ...(count === 0 && !contradiction ? [empty[members]] : []),
    ...same.map((id) => alike(id, names.get(id) ?? '')),
  ]
}

const empty: Record<SegmentMembers, SegmentWarning> = {
  people: { kind: 'empty', message: 'Nobody satisfies this now.', segment: null },
  companies: { kind: 'empty', message: 'No company satisfies this now.', segment: null },
}

function contradictory(members: SegmentMembers, [one = '', other = '']: string[]): SegmentWarning {
  const message = `Nobody can ever satisfy this: ${members} ${one} cannot be ${members} ${other} as well.`
  return { kind: 'contradictory', message, segment: null }
}

function alike(id: string, name: string): SegmentWarning {
  return { kind: 'same', message: `The segment “${name}” means the same.`, segment: { id, name } }
}

async function sameAs(
  db: Queryable,
  definition: SegmentDefinition,
  except: string | null,
): Promise<string[]> {
  const text = canonicalText(definition)
  return [...(await loadDefinitions(db))].flatMap(([id, { definition: other }]) =>
    id !== except && other && canonicalText(other) === text ? [id] : [],
  )
}

async function namesOf(db: Queryable): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from segments`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
