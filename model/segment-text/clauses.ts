import type {
  Condition,
  Match,
  OwnerCondition,
  PeopleCondition,
  PlaceCondition,
  SampleCondition,
} from '../segment-condition.ts'
import type { Counting, DealCondition } from '../segment-event.ts'
import type { ReachCondition } from '../segment-reach.ts'
import type { SegmentMembers } from '../segment.ts'
import { takeCount, takeNumber, type Counted } from './amounts.ts'
import { seesComparison, takeComparison, takeComparisons } from './comparisons.ts'
import { takeAggregate, takeEventClause } from './event-clauses.ts'
import { nameLength, takeName, takeNamed } from './names.ts'
import { attempt, demand, peek, problem, sees, take, TextProblem, type Reader } from './reader.ts'

/** Before what must not be true. */
export const noneOfThis = [
  'of whom none of this is true',
  'of which none of this is true',
  'none of this is true of them',
]
const relatives = ['who', 'that', 'which']

/** Reads clauses with `and` or `or` between them. */
export function takeClauses<Part>(reader: Reader, takeOne: () => Part): { match: Match; conditions: Part[] } {
  const conditions = [takeOne()]
  const joined = new Set<string>()
  for (;;) {
    const place = peek(reader)
    const connector = attempt(reader, () => {
      const found = take(reader, [', and', ', or', ', but', 'and', 'or', 'but', ','])
      return found !== null && peek(reader) ? found : null
    })
    if (!connector) break
    if (connector !== ',') joined.add(connector.replace(', ', '').replace('but', 'and'))
    if (joined.size > 1)
      throw new TextProblem(
        '“and” and “or” stand side by side: put brackets around what belongs together.',
        place ?? { from: 0, to: 0 },
        ['( … )'],
      )
    conditions.push(takeOne())
  }
  return { match: joined.has('or') ? 'any' : 'all', conditions }
}

const missing = {
  people: {
    message:
      'Here a condition should stand, such as “who did …”, “whose … is …” or “who are in the segment …”.',
    suggestions: ['who did', 'whose', 'who are in the segment'],
  },
  companies: {
    message:
      'Here something should be said of the company: “whose …”, “which has a deal”, “with at least 3 people who …”.',
    suggestions: ['whose', 'which has a deal', 'with at least 3 people'],
  },
} as const satisfies Record<SegmentMembers, object>

/**
 * Reads one condition on people or on companies: a clause, or several in brackets. Throws a `TextProblem` that says what
 * is missing.
 */
export function takeClause(reader: Reader, members: SegmentMembers): Condition {
  const group = takeBrackets(reader, () => takeClause(reader, members))
  if (group) return { kind: 'group', ...group }
  const people = members === 'companies' ? takePeople(reader) : null
  if (people) return people
  const traitKind = members === 'companies' ? 'company trait' : 'trait'
  const ofTrait = takeTrait(reader, traitKind)
  if (ofTrait) return ofTrait
  take(reader, relatives)
  const clause =
    takePlace(reader, traitKind) ??
    takeSample(reader) ??
    takeMembership(reader) ??
    takeOwner(reader) ??
    takeReach(reader) ??
    (members === 'people' ? takeCompany(reader) : null) ??
    takeDeal(reader) ??
    takeDone(reader) ??
    takeBareTrait(reader, traitKind)
  if (clause) return clause
  const { message, suggestions } = missing[members]
  throw problem(reader, message, [...suggestions])
}

/** Reads `( … )`, or `of whom none of this is true: ( … )`; null when neither stands here. */
function takeBrackets<Part>(
  reader: Reader,
  takeOne: () => Part,
): { match: Match; conditions: Part[] } | null {
  const none = take(reader, noneOfThis) !== null
  if (none) take(reader, [':'])
  const open = peek(reader)
  if (!take(reader, ['('])) return none ? { match: 'none', conditions: [takeOne()] } : null
  const { match, conditions } = takeClauses(reader, takeOne)
  if (!take(reader, [')']))
    throw new TextProblem('This bracket is not closed.', open ?? { from: 0, to: 0 }, [')'])
  return { match: none ? 'none' : match, conditions }
}

type TraitKind = 'trait' | 'company trait'

function takeTrait(reader: Reader, kind: TraitKind): Condition | null {
  if (!take(reader, ['whose', 'with the'])) return null
  return takeAggregate(reader) ?? { kind: 'trait', comparison: takeComparison(reader, kind) }
}

/** `country is “DE”` without "whose". */
function takeBareTrait(reader: Reader, kind: TraitKind): Condition | null {
  return seesComparison(reader, kind) ? { kind: 'trait', comparison: takeComparison(reader, kind) } : null
}

function takeDone(reader: Reader): Condition | null {
  const not = [
    'did not do',
    'did not',
    "didn't do",
    "didn't",
    'have not done',
    "haven't done",
    'has not done',
    'never did',
    'have never done',
  ]
  if (take(reader, not)) return takeEventClause(reader, false)
  return take(reader, ['did', 'have done', 'has done', 'performed', 'have performed'])
    ? takeEventClause(reader, true)
    : null
}

function takeMembership(reader: Reader): Condition | null {
  const phrase = take(reader, [
    'are in the segment',
    'is in the segment',
    'in the segment',
    'are in segment',
    'are not in the segment',
    'is not in the segment',
    'not in the segment',
    'are not in segment',
    "aren't in the segment",
  ])
  if (!phrase) return null
  return { kind: 'segment', in: !/not|n't/.test(phrase), segment: takeNamed(reader, 'segment') }
}

const nobody = ['nobody', 'no one', 'noone']

function takeOwner(reader: Reader): OwnerCondition | null {
  const phrase = take(reader, [
    'are owned by',
    'is owned by',
    'owned by',
    'are not owned by',
    'is not owned by',
    'not owned by',
    "aren't owned by",
  ])
  if (!phrase) return null
  const takeOne = () => (take(reader, nobody) ? null : takeNamed(reader, 'user'))
  const owners = [takeOne()]
  while (attempt(reader, () => (take(reader, ['or']) && seesOwner(reader) ? true : null)))
    owners.push(takeOne())
  return { kind: 'owner', is: !/not|n't/.test(phrase), owners }
}

/** After `or` another condition may stand as well: that never begins with a name in quotes or with that of a user. */
function seesOwner(reader: Reader): boolean {
  if (sees(reader, nobody) || peek(reader)?.kind === 'quoted') return true
  const first = peek(reader)
  const last = peek(reader, (nameLength(reader, 'user') ?? 1) - 1)
  if (!first || !last) return false
  const name = reader.text.slice(first.from, last.to).toLowerCase()
  return reader.vocabulary.users.some((one) => one.id === name || one.name.toLowerCase() === name)
}

const channels = {
  email: ['e-mail', 'email', 'mail'],
  sms: ['sms', 'text message', 'text'],
} as const

function takeReach(reader: Reader): ReachCondition | null {
  const phrase = take(reader, [
    'can be reached by',
    'cannot be reached by',
    "can't be reached by",
    'can not be reached by',
    'are reachable by',
    'are not reachable by',
  ])
  if (!phrase) return null
  const channel = take(reader, channels.email) ? 'email' : take(reader, channels.sms) ? 'sms' : null
  if (!channel) throw problem(reader, 'Say by what: by e-mail or by SMS.', ['e-mail', 'SMS'])
  const consent = take(reader, ['with the consent', 'with consent']) ? takeName(reader, 'trait') : undefined
  return { kind: 'reach', can: !/not|n't/.test(phrase), channel, ...(consent !== undefined && { consent }) }
}

function takePlace(reader: Reader, kind: TraitKind): PlaceCondition | null {
  return attempt(reader, () => {
    const phrase = take(reader, [
      'are within',
      'are not within',
      'is within',
      'is not within',
      'live within',
      'do not live within',
    ])
    const kilometers = phrase === null ? null : takeNumber(reader)
    if (phrase === null || kilometers === null || !take(reader, ['km of', 'kilometers of'])) return null
    const latitude = takeNumber(reader)
    take(reader, [','])
    const longitude = takeNumber(reader)
    if (latitude === null || longitude === null)
      throw problem(reader, 'Say where: a latitude and a longitude such as 52.52, 13.4.', [])
    const fields = take(reader, ['by'])
      ? takeFields(reader, kind)
      : { latitude_field: 'latitude', longitude_field: 'longitude' }
    return { kind: 'place', within: !phrase.includes('not'), kilometers, latitude, longitude, ...fields }
  })
}

function takeFields(reader: Reader, kind: TraitKind) {
  const latitude_field = takeName(reader, kind)
  demand(reader, ['and'], 'Name the trait of the longitude, too.')
  return { latitude_field, longitude_field: takeName(reader, kind) }
}

function takeSample(reader: Reader): SampleCondition | null {
  if (
    !take(reader, [
      'are in a random',
      'are in another random',
      'is in a random',
      'is in another random',
      'in a random',
    ])
  )
    return null
  const share = takeNumber(reader)
  if (share === null) throw problem(reader, 'Say how many percent: “a random 10 %”.', ['10 %'])
  take(reader, ['%', 'percent'])
  const key = take(reader, ['by']) ? takeName(reader, 'property') : 'sample'
  const from = takeStart(reader)
  return { kind: 'sample', key, from, to: Math.round((from + share) * 100) / 100 }
}

function takeStart(reader: Reader): number {
  return (
    attempt(reader, () => {
      const from = take(reader, ['( from']) ? takeNumber(reader) : null
      return from !== null && take(reader, ['% on )', '% )']) ? from : null
    }) ?? 0
  )
}

const have = ['have', 'has', 'with']
const haveNot = ['do not have', "don't have", 'does not have', 'have no', 'has no', 'without']
const dealNouns = ['deal', 'deals']

function takeDeal(reader: Reader): DealCondition | null {
  return attempt(reader, () => {
    const not = take(reader, haveNot)
    const verb = not ?? take(reader, have)
    if (!verb) return null
    const isOne = take(reader, ['a deal', 'any deal', 'a deal at all']) !== null
    const isAny = !isOne && not !== null && take(reader, dealNouns) !== null
    const count = isOne || isAny ? { times: 1 } : takeCount(reader, dealNouns)
    if (!count) return null
    const where = take(reader, ['whose', 'where']) ? takeComparisons(reader, 'deal field') : { where: [] }
    return { kind: 'deal', has: not === null, ...where, ...countingOf(count) }
  })
}

/** Fewer than 3 are 2 at most. */
function countingOf({ fewer, ...counting }: Counted): Counting {
  return fewer ? { times: Math.max(0, counting.times - 1), how: 'at_most' } : counting
}

function takeCompany(reader: Reader): Condition | null {
  const phrase = take(reader, [
    'belong to a company',
    'do not belong to a company',
    'belongs to a company',
    "don't belong to a company",
    'work for a company',
    'do not work for a company',
  ])
  if (!phrase) return null
  const group = takeBrackets(reader, () => takeClause(reader, 'companies')) ?? {
    match: 'all' as const,
    conditions: [takeClause(reader, 'companies')],
  }
  return { kind: 'company', belongs: !/not|n't/.test(phrase), ...group }
}

function takePeople(reader: Reader): PeopleCondition | null {
  const count = attempt(reader, () =>
    take(reader, ['with', 'which has', 'which have', 'that has', 'that have'])
      ? takeCount(reader, ['people', 'person'])
      : null,
  )
  if (!count) return null
  const group = takeBrackets(reader, () => takeClause(reader, 'people')) ?? {
    match: 'all' as const,
    conditions: [takeClause(reader, 'people')],
  }
  return { kind: 'people', ...countingOf(count), ...group }
}
