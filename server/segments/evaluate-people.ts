import { sql } from 'kysely'
import type { Platform } from '../platform/index.ts'
import { compileScan } from './compile/scan.ts'
import type { EvaluatedSegment } from './evaluated-segment.ts'
import { shareScans, type Failure } from './share-scans.ts'

const PEOPLE_PER_SCAN = 2_000

/** To which segments people belong by all that is known of them now. */
export type Evaluation = {
  /** The segments that could be evaluated. */
  segments: EvaluatedSegment[]
  /** Ids of the segments that hold a person, by person; a person of none is missing. */
  held: Map<string, Set<string>>
  failures: Failure[]
}

/** Evaluates these people for all segments at once. Throws when the warehouse does not answer. */
export async function evaluatePeople(
  platform: Platform,
  segments: EvaluatedSegment[],
  people: string[],
): Promise<Evaluation> {
  const held = new Map<string, Set<string>>()
  let evaluable = people.length > 0 ? segments : []
  const failures: Failure[] = []
  for (let at = 0; at < people.length && evaluable.length > 0; at += PEOPLE_PER_SCAN) {
    const some = people.slice(at, at + PEOPLE_PER_SCAN)
    const identifiers = await identifiersOf(platform, some)
    const failed = await shareScans(platform, evaluable, async (together) => {
      const definitions = together.map(({ definition }) => definition)
      const { query, params } = compileScan(definitions, { people: some, identifiers }, platform.clock.now())
      const rows = await platform.warehouse.rows<{ person_id: string; held: number[] }>(query, params)
      for (const row of rows)
        addHeld(
          held,
          row.person_id,
          row.held.map((place) => together[place]?.id ?? ''),
        )
    })
    failures.push(...failed)
    evaluable = evaluable.filter((segment) => !failed.some((failure) => failure.segment === segment))
  }
  return { segments: evaluable, held, failures }
}

async function identifiersOf({ db }: Platform, people: string[]): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from identifiers where person_id = any(${people}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

function addHeld(held: Map<string, Set<string>>, person: string, segments: string[]): void {
  const known = held.get(person)
  if (known) for (const segment of segments) known.add(segment)
  else held.set(person, new Set(segments))
}
