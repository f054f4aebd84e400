import { createHash } from 'node:crypto'
import type { JsonObject } from '../../model/json.ts'
import type { Condition, GroupCondition, Match } from '../../model/segment-condition.ts'
import type { AggregateCondition, Counting, EventFilter, EventWindow } from '../../model/segment-event.ts'
import type { ReachCondition } from '../../model/segment-reach.ts'
import { compares, isNear, numbersOf, textsOf } from './evaluate-value.ts'
import { didSequence } from './evaluate-sequence.ts'

/** Something somebody did; times in ms since 1970. */
export type KnownEvent = {
  type: string
  event: string
  timestamp: number
  properties: JsonObject
  /** The place, in the list of all companies, of the company that the event names. */
  company?: number | undefined
}

/** A company with everything known, all who belong to it, and what was done in its name, by whomever. */
export type KnownCompany = {
  id: string
  traits: JsonObject
  deals: JsonObject[]
  /** The id of the user it is given to; empty for nobody. */
  owner: string
  people: KnownPerson[]
  named: KnownEvent[]
}

/** A person with everything known, as the evaluator takes it. */
export type KnownPerson = {
  id: string
  /** The lists that the person is on. */
  lists: string[]
  traits: JsonObject
  events: KnownEvent[]
  deals: JsonObject[]
  owner: string
  companies: KnownCompany[]
}

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }
const NAMED_BY_TYPE = new Set(['page', 'screen', 'identify', 'group'])
export const MOST = 1e12

/**
 * What a definition means, said plainly and independently of the warehouse: tests compare the compiled SQL with it.
 * True when the person, or the company, belongs to the segment at `now` (ms since 1970).
 */
export function satisfies(
  member: KnownPerson | KnownCompany,
  { match, conditions }: Pick<GroupCondition, 'match' | 'conditions'>,
  now: number,
): boolean {
  return isMatch(
    match,
    conditions.map((condition) => holds(member, condition, now)),
  )
}

function holds(person: KnownPerson | KnownCompany, condition: Condition, now: number): boolean {
  const events = eventsOf(person)
  switch (condition.kind) {
    case 'event': {
      const days: EventWindow | null =
        condition.days === null ? null : { kind: 'last', amount: condition.days, unit: 'day' }
      const times = meant(events, condition, { window: condition.window ?? days, now })
      return isCount(times.length, condition) === condition.did
    }
    case 'occurrence': {
      const times = meant(events, condition, { window: null, now }).map(({ timestamp }) => timestamp)
      if (times.length === 0) return false
      return isIn(
        condition.which === 'first' ? Math.min(...times) : Math.max(...times),
        condition.window,
        now,
      )
    }
    case 'aggregate':
      return aggregates(meant(events, condition, { window: condition.window ?? null, now }), condition)
    case 'sequence':
      return didSequence(events, condition, { meant, now }) === condition.did
    case 'trait':
      return compares(person.traits, condition.comparison, now)
    case 'place':
      return isNear(person.traits, condition) === condition.within
    case 'deal':
      return hasDeals(person.deals, condition, now)
    case 'reach':
      return isReachable(person.traits, condition) === condition.can
    case 'owner':
      return condition.owners.includes(person.owner === '' ? null : person.owner) === condition.is
    case 'company':
      return (
        'companies' in person &&
        person.companies.some((company) => satisfies(company, condition, now)) === condition.belongs
      )
    case 'people': {
      const people = 'people' in person ? person.people : []
      return isCount(people.filter((one) => satisfies(one, condition, now)).length, condition)
    }
    case 'group':
      return satisfies(person, condition, now)
    case 'segment':
      return ('lists' in person && person.lists.includes(condition.segment)) === condition.in
    case 'sample': {
      const place =
        createHash('sha256').update(`${condition.key}:${person.id}`).digest().readUInt32BE(0) % 10_000
      return place >= Math.round(condition.from * 100) && place < Math.round(condition.to * 100)
    }
  }
}

/** What names a company is of that one, anything else of each company to which whoever did it belongs. */
function eventsOf(member: KnownPerson | KnownCompany): KnownEvent[] {
  if ('events' in member) return member.events
  const unnamed = member.people.flatMap(({ events }) => events.filter(({ company }) => company === undefined))
  return [...member.named, ...unnamed]
}

function isMatch(match: Match, all: boolean[]): boolean {
  if (match === 'none') return all.every((one) => !one)
  return match === 'all' ? all.every(Boolean) : all.some(Boolean)
}

function isCount(count: number, { how = 'at_least', times, times_to = times }: Counting): boolean {
  if (how === 'exactly') return count === times
  if (how === 'at_most') return count <= times
  return count >= times && (how !== 'between' || count <= times_to)
}

export type When = { window: EventWindow | null; now: number }

export function meant(
  events: KnownEvent[],
  { event, where, where_match = 'all' }: EventFilter,
  { window, now }: When,
): KnownEvent[] {
  return events.filter((one) => {
    const named =
      (one.type === 'track' && one.event === event) || (one.type === event && NAMED_BY_TYPE.has(event))
    const satisfied = where.map((comparison) => compares(one.properties, comparison, now))
    return (
      named &&
      (window === null || isIn(one.timestamp, window, now)) &&
      (where.length === 0 || isMatch(where_match, satisfied))
    )
  })
}

function isIn(at: number, window: EventWindow, now: number): boolean {
  switch (window.kind) {
    case 'last':
      return at >= now - window.amount * UNIT_MS[window.unit]
    case 'before_last':
      return at < now - window.amount * UNIT_MS[window.unit]
    case 'ago':
      return at >= now - window.from * UNIT_MS[window.unit] && at < now - window.to * UNIT_MS[window.unit]
    case 'between':
      return (
        (window.from === null || at >= Date.parse(window.from)) &&
        (window.to === null || at < Date.parse(window.to))
      )
  }
}

function aggregates(events: KnownEvent[], { of, field, operator, value }: AggregateCondition): boolean {
  const isAs = (a: number | bigint, b: number | bigint) =>
    ({ is: a === b, greater: a > b, at_least: a >= b, less: a < b, at_most: a <= b })[operator]
  if (field.split('.').includes('')) return false
  if (of === 'distinct')
    return isAs(new Set(events.flatMap(({ properties }) => textsOf(properties, field))).size, value)
  const numbers = events.flatMap(({ properties }) => numbersOf(properties, field))
  if (of === 'smallest' || of === 'largest')
    return numbers.length > 0 && isAs(of === 'smallest' ? Math.min(...numbers) : Math.max(...numbers), value)
  const whole = (number: number) => BigInt(Math.floor(number * 1e6 + 0.5))
  const summands = numbers.filter((number) => Math.abs(number) <= MOST).map(whole)
  const sum = summands.reduce((total, one) => total + one, 0n)
  if (of === 'sum') return isAs(sum, whole(value))
  return summands.length > 0 && isAs(sum, whole(value) * BigInt(summands.length))
}

function isReachable(traits: JsonObject, { channel, consent }: ReachCondition): boolean {
  const says = (names: string[], words: string[]) =>
    names.some((name) => textsOf(traits, name).some((text) => words.includes(text)))
  const address =
    channel === 'email'
      ? textsOf(traits, 'email').some((text) => text.includes('@'))
      : textsOf(traits, 'phone').some((text) => /[0-9]/.test(text))
  const hasStopped =
    says(['unsubscribed', `${channel}_unsubscribed`], ['true', 'yes', '1']) ||
    says(['marketing_consent', `${channel}_consent`], ['false', 'no', '0'])
  return address && !hasStopped && (consent === undefined || says([consent], ['true', 'yes', '1']))
}

function hasDeals(
  deals: JsonObject[],
  condition: Extract<Condition, { kind: 'deal' }>,
  now: number,
): boolean {
  const { where, where_match = 'all', has } = condition
  const fitting = deals.filter(
    (deal) =>
      where.length === 0 ||
      isMatch(
        where_match,
        where.map((comparison) => compares(deal, comparison, now)),
      ),
  )
  return isCount(fitting.length, condition) === has
}
