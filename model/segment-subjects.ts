import { inside, type Condition } from './segment-condition.ts'
import { membersOf, type SegmentDefinition, type SegmentMembers } from './segment.ts'

/** A condition that says nothing of those it is asked of; `path` leads to it through the conditions. */
export type SubjectProblem = { path: (string | number)[]; problem: string }

/**
 * The conditions that cannot be asked where they stand: a company has people, is not written to and belongs to no company, a person the other
 * way round, and people who are counted are not asked about companies again, because then whom a change touches would have
 * no end.
 */
export function subjectProblems(definition: SegmentDefinition): SubjectProblem[] {
  return problemsIn(definition.conditions, { members: membersOf(definition), counted: false }, ['conditions'])
}

type Place = { members: SegmentMembers; counted: boolean }

function problemsIn(conditions: readonly Condition[], place: Place, path: SubjectProblem['path']) {
  return conditions.flatMap((one, index): SubjectProblem[] => {
    const here = [...path, index]
    const problem = problemOf(one, place)
    if (problem) return [{ path: here, problem }]
    const inner = insideOf(one, place)
    return inner ? problemsIn(inner.conditions, inner.place, [...here, 'conditions']) : []
  })
}

function problemOf({ kind }: Condition, { members, counted }: Place): string | null {
  if (kind === 'people' && members === 'people')
    return 'A person has no people: this is a condition on a company.'
  if (kind === 'company' && members === 'companies')
    return 'A company belongs to no company: this is a condition on a person.'
  if (kind === 'reach' && members === 'companies')
    return 'A company has no address of its own: ask whether people of it can be reached.'
  if (kind === 'company' && counted)
    return 'People of a company who are counted cannot be asked about companies again.'
  return null
}

/** The ids of the users whom a definition names as owners. */
export function namedOwners(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((one) =>
    one.kind === 'owner' ? one.owners.filter((owner) => owner !== null) : namedOwners(inside(one)),
  )
}

function insideOf(one: Condition, place: Place): { conditions: readonly Condition[]; place: Place } | null {
  switch (one.kind) {
    case 'group':
      return { conditions: one.conditions, place }
    case 'company':
      return { conditions: one.conditions, place: { ...place, members: 'companies' } }
    case 'people':
      return { conditions: one.conditions, place: { members: 'people', counted: true } }
    default:
      return null
  }
}

/** The ids of the segments that a definition names, each with what it has to be a segment of there. */
export function namedSegments(definition: SegmentDefinition): { id: string; members: SegmentMembers }[] {
  return namedIn(definition.conditions, { members: membersOf(definition), counted: false })
}

function namedIn(conditions: readonly Condition[], place: Place): { id: string; members: SegmentMembers }[] {
  return conditions.flatMap((one) => {
    if (one.kind === 'segment') return [{ id: one.segment, members: place.members }]
    const inner = insideOf(one, place)
    return inner ? namedIn(inner.conditions, inner.place) : []
  })
}
