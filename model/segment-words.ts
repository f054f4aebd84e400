import {
  comparedWords,
  comparisonWords,
  countWords,
  durationWords,
  formatCount,
  joinWords,
} from './comparison-words.ts'
import type {
  Condition,
  Match,
  OwnerCondition,
  PlaceCondition,
  SampleCondition,
} from './segment-condition.ts'
import {
  windowOf,
  type AggregateCondition,
  type Counting,
  type EventCondition,
  type EventFilter,
  type EventWindow,
  type SequenceCondition,
  type SequenceStep,
} from './segment-event.ts'
import { reachChannels, type ReachCondition } from './segment-reach.ts'
import { nameWords, quoted } from './segment-text/quoting.ts'
import { membersOf, type Segment, type SegmentDefinition } from './segment.ts'

/** Gives the name of a segment, or of a user, by its id; undefined when it is not known. */
export type NameOf = (id: string) => string | undefined

const nameless: NameOf = () => undefined

/** Who is in a segment, as one sentence. */
export function segmentWords(
  { definition, members }: Pick<Segment, 'definition' | 'members'>,
  nameOf: NameOf = nameless,
): string {
  if (definition !== null) return segmentSentence(definition, nameOf)
  const whom = { people: 'People who', companies: 'Companies that' }[members]
  return `${whom} were put on the list, by hand or from a file.`
}

/** The whole definition as one sentence: `People who did “Order Completed” at least 3 times, and whose country is “DE”.` */
export function segmentSentence(definition: SegmentDefinition, nameOf: NameOf = nameless): string {
  const { match, conditions } = definition
  const whom = membersOf(definition)
  if (conditions.length === 0) return 'Nobody yet: there is no condition.'
  const noun = { people: 'People', companies: 'Companies' }[whom]
  if (match === 'none') return `${noun} ${groupWords(definition, nameOf, whom)}.`
  return `${noun} ${joinClauses(
    conditions.map((one) => conditionWords(one, nameOf, whom)),
    match,
  )}.`
}

/** Whom a clause is about: it follows "people", "companies" or "a company". */
export type Whom = 'people' | 'companies' | 'company'

const pronouns = {
  people: { who: 'who', be: 'are', have: 'have', haveNot: 'do not have', none: 'of whom' },
  companies: { who: 'which', be: 'are', have: 'have', haveNot: 'do not have', none: 'of which' },
  company: { who: 'which', be: 'is', have: 'has', haveNot: 'does not have', none: 'of which' },
} as const satisfies Record<Whom, object>

/** One condition as a clause: `who did “Signed Up” within the last 7 days`. */
export function conditionWords(
  condition: Condition,
  nameOf: NameOf = nameless,
  whom: Whom = 'people',
): string {
  const { who, be } = pronouns[whom]
  switch (condition.kind) {
    case 'event':
      return `${who} ${eventWords(condition)}`
    case 'occurrence':
      return `${who} did ${filterWords(condition)} for the ${condition.which} time${windowWords(condition.window)}`
    case 'aggregate':
      return aggregateWords(condition)
    case 'sequence':
      return `${who} ${sequenceWords(condition)}`
    case 'trait':
      return `whose ${comparisonWords(condition.comparison)}`
    case 'place':
      return `${who} ${be} ${placeWords(condition)}`
    case 'segment':
      return `${who} ${condition.in ? be : `${be} not`} in the segment ${quoted(nameOf(condition.segment) ?? 'unknown')}`
    case 'sample':
      return `${who} ${be} ${sampleWords(condition)}`
    case 'owner':
      return `${who} ${condition.is ? be : `${be} not`} owned by ${ownerWords(condition.owners, nameOf)}`
    case 'reach':
      return `${who} ${reachWords(condition)}`
    case 'deal':
      return `${who} ${dealWords(condition, whom)}`
    case 'company': {
      const parts = joinClauses(
        condition.conditions.map((one) => conditionWords(one, nameOf, 'company')),
        condition.match,
      )
      return `who ${condition.belongs ? 'belong' : 'do not belong'} to a company ${condition.match === 'none' ? `of which none of this is true: (${parts})` : inBrackets(parts, condition.conditions)}`
    }
    case 'people':
      return `with ${countWords(condition, 'person', 'people')} ${groupWords(condition, nameOf, 'people')}`
    case 'group':
      return groupWords(condition, nameOf, whom)
  }
}

function groupWords(
  { match, conditions }: { match: Match; conditions: Condition[] },
  nameOf: NameOf,
  whom: Whom,
): string {
  const words = joinClauses(
    conditions.map((one) => conditionWords(one, nameOf, whom)),
    match,
  )
  if (match === 'none') return `${pronouns[whom].none} none of this is true: (${words})`
  return inBrackets(words, conditions)
}

function inBrackets(words: string, conditions: readonly unknown[]): string {
  return conditions.length > 1 ? `(${words})` : words
}

function joinClauses(clauses: string[], match: Match): string {
  return clauses.join(`, ${match === 'all' ? 'and' : 'or'} `)
}

function eventWords(condition: EventCondition): string {
  const time = windowWords(windowOf(condition))
  const times = timesWords(condition)
  const filter = filterWords(condition)
  const separator = condition.where.length > 0 && (times !== '' || time !== '') ? ',' : ''
  return `${verb(condition)} ${filter}${separator}${times}${time}`
}

function verb({ did, times, how }: EventCondition): string {
  return did || (times > 1 && isAtLeast(how)) ? 'did' : 'did not do'
}

function timesWords(condition: EventCondition): string {
  const { did, times, how } = condition
  if (!isAtLeast(how)) return ` ${countWords(condition, 'time', 'times')}`
  if (times === 1) return ''
  return did ? ` at least ${formatCount(times)} times` : ` fewer than ${formatCount(times)} times`
}

function isAtLeast(how: Counting['how']): boolean {
  return (how ?? 'at_least') === 'at_least'
}

/** Which events are meant: `“Order Completed” where total is more than 100`. */
export function filterWords({ event, where, where_match }: EventFilter): string {
  if (where.length === 0) return quoted(event)
  return `${quoted(event)} where ${joinWords(where.map(comparisonWords), where_match === 'any' ? 'or' : 'and')}`
}

/** When, as words that follow: ` within the last 7 days`; empty for ever. */
export function windowWords(window: EventWindow | null): string {
  if (window === null) return ''
  switch (window.kind) {
    case 'last':
      return ` within the last ${durationWords(window, 'short')}`
    case 'before_last':
      return ` more than ${durationWords(window)} ago`
    case 'ago':
      return ` between ${durationWords({ amount: window.from, unit: window.unit })} and ${durationWords({ amount: window.to, unit: window.unit })} ago`
    case 'between':
      return `${window.from === null ? '' : ` from ${window.from}`}${window.to === null ? '' : ` until ${window.to}`}`
  }
}

const aggregates = {
  sum: 'sum',
  average: 'average',
  smallest: 'smallest value',
  largest: 'largest value',
  distinct: 'number of different values',
} as const satisfies Record<AggregateCondition['of'], string>

function aggregateWords(condition: AggregateCondition): string {
  const { of, field, operator, value } = condition
  const comparison = `${aggregates[of]} of ${nameWords(field)} ${comparedWords({ operator, value })}`
  return `whose ${comparison} over ${filterWords(condition)}${windowWords(windowOf(condition))}`
}

function sequenceWords({ did, steps, absent, same, within, window }: SequenceCondition): string {
  const [first, ...others] = steps
  const time = windowWords(window ?? null)
  const parts = [
    first ? filterWords(first) : '',
    ...others.map(stepWords),
    ...(absent
      ? [
          `and then did not do ${filterWords(absent)}${absent.within ? ` within ${durationWords(absent.within)}` : ' since'}`,
        ]
      : []),
  ]
  const whole = [
    same === undefined ? '' : `, all with the same ${nameWords(same)}`,
    within ? `, all within ${durationWords(within)}` : '',
    ...(time === '' ? [] : [`,${time}`]),
  ]
  return `${did ? 'did' : 'did not do'} ${parts.join(', ')}${whole.join('')}`
}

function stepWords(step: SequenceStep): string {
  const without = step.without?.length
    ? ` without ${step.without.map(filterWords).join(' or without ')} between`
    : ''
  return `then ${filterWords(step)}${step.within ? ` within ${durationWords(step.within)}` : ''}${without}`
}

function placeWords(place: PlaceCondition): string {
  const { within, kilometers, latitude, longitude, latitude_field, longitude_field } = place
  const point = `${latitude}, ${longitude} by ${nameWords(latitude_field)} and ${nameWords(longitude_field)}`
  return `${within ? 'within' : 'not within'} ${formatCount(kilometers)} km of ${point}`
}

function sampleWords({ key, from, to }: SampleCondition): string {
  const share = `${formatCount(Math.round((to - from) * 100) / 100)} % by ${quoted(key)}`
  return from === 0 ? `in a random ${share}` : `in another random ${share} (from ${from} % on)`
}

function ownerWords(owners: OwnerCondition['owners'], nameOf: NameOf): string {
  return owners.map((owner) => (owner === null ? 'nobody' : quoted(nameOf(owner) ?? 'unknown'))).join(' or ')
}

function reachWords({ can, channel, consent }: ReachCondition): string {
  const agreed = consent === undefined ? '' : ` with the consent ${nameWords(consent)}`
  return `${can ? 'can' : 'cannot'} be reached by ${reachChannels[channel]}${agreed}`
}

function dealWords(condition: Extract<Condition, { kind: 'deal' }>, whom: Whom): string {
  const { have, haveNot } = pronouns[whom]
  const { has, where, where_match } = condition
  const counted =
    isAtLeast(condition.how) && condition.times === 1 ? 'a deal' : countWords(condition, 'deal', 'deals')
  const filter = joinWords(where.map(comparisonWords), where_match === 'any' ? 'or' : 'and')
  return `${has ? have : haveNot} ${counted}${filter === '' ? '' : ` whose ${filter}`}`
}
