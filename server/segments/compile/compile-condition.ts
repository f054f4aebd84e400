import type {
  CompanyCondition,
  Condition,
  GroupCondition,
  PeopleCondition,
} from '../../../model/segment-condition.ts'
import { windowOf } from '../../../model/segment-event.ts'
import type { SegmentComparison } from '../../../model/segment-comparison.ts'
import { reachedWhen, type ReachCondition } from '../../../model/segment-reach.ts'
import { compileComparison } from './comparison.ts'
import type { FactSource } from './event-facts.ts'
import { compileWindow } from './event-window.ts'
import { compileCount, joinConditions, unless } from './logic.ts'
import { idColumn, type MemberParts } from './member-parts.ts'
import { compilePlace } from './place.ts'
import { compileSample } from './sample.ts'

/** Conditions of which all, any or none must hold, as one in SQL. */
export function compileGroup(
  { match, conditions }: Pick<GroupCondition, 'match' | 'conditions'>,
  parts: MemberParts,
): string {
  return joinConditions(
    match,
    conditions.map((condition) => compileCondition(condition, parts)),
  )
}

/** A condition in SQL, on a row of `memberRows`. A segment that was not replaced by its conditions is a list. */
function compileCondition(condition: Condition, parts: MemberParts): string {
  const { facts, params, now } = parts
  const ofTraits: FactSource = { fields: parts.traits, params, now }
  switch (condition.kind) {
    case 'event': {
      const times = facts.count({ filter: condition, window: windowOf(condition) })
      return unless(condition.did, compileCount(times, condition))
    }
    case 'occurrence': {
      const meant = { filter: condition, window: null }
      const age = condition.which === 'first' ? facts.firstAge(meant) : facts.lastAge(meant)
      return joinConditions('all', [
        `${facts.count(meant)} > 0`,
        ...compileWindow(condition.window, age, now),
      ])
    }
    case 'aggregate':
      return `(${facts.aggregate(condition, windowOf(condition))})`
    case 'sequence':
      return facts.sequence(condition)
    case 'trait':
      return compileComparison(condition.comparison, ofTraits)
    case 'place':
      return compilePlace(condition, ofTraits)
    case 'deal':
      return unless(condition.has, compileCount(parts.deals.columnOf(condition), condition))
    case 'reach':
      return unless(condition.can, compileReach(condition, ofTraits))
    case 'owner':
      return unless(condition.is, parts.owners.isAnyOf(condition.owners))
    case 'company':
      return unless(condition.belongs, askOthers(condition, parts))
    case 'people':
      return `(${compileCount(askOthers(condition, parts), condition)})`
    case 'group':
      return compileGroup(condition, parts)
    case 'segment':
      return unless(condition.in, parts.lists.columnOf(condition.segment))
    case 'sample':
      return compileSample(condition, { params, id: idColumn(parts.members) })
  }
}

function compileReach(condition: ReachCondition, ofTraits: FactSource): string {
  const { must, mustNot } = reachedWhen(condition)
  const compiled = (comparisons: SegmentComparison[]) =>
    comparisons.map((comparison) => compileComparison(comparison, ofTraits))
  return joinConditions('all', [...compiled(must), joinConditions('none', compiled(mustNot))])
}

/** The column that says how many people of a company are as asked, or whether any company of a person is. */
export function askOthers(
  condition: CompanyCondition | PeopleCondition,
  { members, others }: MemberParts,
): string {
  const place = others.asked.length
  const name = `${members === 'people' ? 'k' : 'n'}${place}`
  // Its place is taken before what lies inside takes one.
  others.asked.push('')
  others.asked[place] = `${compileGroup(condition, others.parts())} as ${name}`
  return name
}
