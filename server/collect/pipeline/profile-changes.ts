import { z } from 'zod'
import { currentPeople, currentSnapshots, type PeopleChanges } from '../../people/index.ts'
import type { ProfileChanges } from '../../platform/outbox/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { INTERNAL_SOURCE_ID } from '../sources/sources.ts'
import type { PipelineEvent } from './pipeline-event.ts'

const recorded = z.object({
  type: z.literal('profiles'),
  people: z.array(z.string()),
  moved: z.array(z.string()),
  companies: z.array(z.string()),
})

/** The profiles that changed by what Kith itself recorded; null for everything that is an event. */
export function profileChanges({ header, raw }: PipelineEvent): ProfileChanges | null {
  if (header.sourceId !== INTERNAL_SOURCE_ID) return null
  return recorded.safeParse(raw).data ?? null
}

/** How these profiles are now, added to what a batch changed. */
export async function withProfiles(
  db: Queryable,
  changes: PeopleChanges,
  profiles: ProfileChanges[],
): Promise<PeopleChanges> {
  if (profiles.length === 0) return changes
  const named = [...new Set(profiles.flatMap(({ people }) => people))]
  const identifiers = [...new Set(profiles.flatMap(({ moved }) => moved))]
  const personOf = await currentPeople(db, [...named, ...identifiers])
  const people = [...new Set(personOf.values())]
  const known = new Set(changes.snapshots.map(({ person_id }) => person_id))
  const snapshots = await currentSnapshots(
    db,
    people.filter((id) => !known.has(id)),
  )
  const gone = named.flatMap((from) => {
    const to = personOf.get(from)
    return to && to !== from ? [{ from, to }] : []
  })
  const moved = identifiers.flatMap((identifierId) => {
    const to = personOf.get(identifierId)
    return to ? [{ identifierId, from: identifierId, to }] : []
  })
  return {
    ...changes,
    moved: [...changes.moved, ...moved],
    gone: [...changes.gone, ...gone],
    removed: named.filter((id) => !personOf.has(id)),
    people: [...new Set([...changes.people, ...people])],
    profiles: [...new Set([...changes.profiles, ...people])],
    renamed: [...new Set([...changes.renamed, ...profiles.flatMap(({ companies = [] }) => companies)])],
    snapshots: [...changes.snapshots, ...snapshots],
  }
}
