import type { Condition } from '../../../model/segment-condition.ts'
import { inside } from '../../../model/segment-condition.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { peopleBehind, withColleagues, type Touched } from '../touched.ts'
import { asksCompanies, asksRecords } from '../weight.ts'
import { conditionsAskedBy, eventsAskedBy, type EvaluatedTrait } from './evaluated-trait.ts'

/** What a trait asks about: events alone, what is known of the person, too, also records, or even companies and so their people. */
export type Reach = 'events' | 'profile' | 'records' | 'companies'

/** How far a trait looks beyond what the person did. */
export function reachOf(trait: EvaluatedTrait): Reach {
  const conditions = conditionsAskedBy([trait])
  if (asksCompanies(conditions)) return 'companies'
  if (asksRecords(conditions)) return 'records'
  return asksProfile(conditions) ? 'profile' : 'events'
}

/** The people of whom news may have changed the values of these traits, which all reach equally far. */
export async function concernedPeople(
  db: Queryable,
  touched: Touched,
  traits: readonly EvaluatedTrait[],
): Promise<string[]> {
  const [first] = traits
  if (!first) return []
  const reach = reachOf(first)
  const events = eventsAskedBy(traits)
  const acted = touched.acted(events)
  if (reach === 'events') return acted
  const people = new Set([...acted, ...touched.concerned(events)])
  if (reach === 'profile') return [...people]
  for (const person of await peopleBehind(db, touched)) people.add(person)
  return reach === 'companies' && people.size > 0 ? withColleagues(db, [...people]) : [...people]
}

const ofProfile = new Set<Condition['kind']>(['trait', 'place', 'reach', 'sample'])

function asksProfile(conditions: readonly Condition[]): boolean {
  return conditions.some((one) => ofProfile.has(one.kind) || asksProfile(inside(one)))
}
