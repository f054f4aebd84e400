import type { ScoreDefinition, ScoreRule } from '../../../model/score.ts'
import { windowOf } from '../../../model/segment-event.ts'
import { compileGroup } from '../compile/compile-condition.ts'
import type { MemberParts } from '../compile/member-parts.ts'

/** What a point is in the figures of scores: whole numbers add up to the same in any order. */
export const POINT = 1_000_000

/** The rules that hold, each as its place and what it counts: `0 5000000,3 -1250000`; empty when none does. */
export function compileScore({ rules }: ScoreDefinition, parts: MemberParts): string {
  const told = rules.map((rule, place) => {
    const holds = compileGroup({ match: 'all', conditions: [rule.when] }, parts)
    return `if(${holds}, concat('${place} ', toString(toInt64(${countedBy(rule, parts)}))), '')`
  })
  return `arrayStringConcat(arrayFilter(part -> part != '', [${told.join(', ')}]), ',')`
}

function countedBy({ when, points, each, half_life_days }: ScoreRule, { facts }: MemberParts): string {
  if (when.kind !== 'event') return String(points * POINT)
  const meant = { filter: when, window: windowOf(when) }
  if (half_life_days !== undefined) {
    const weight = facts.faded(meant, { halfLife: half_life_days, of: each ? 'all' : 'newest' })
    return `${points} * least(${weight}, ${(each?.most ?? 1) * POINT})`
  }
  return each ? `${points * POINT} * least(${facts.count(meant)}, ${each.most})` : String(points * POINT)
}
