import type { Condition } from '../segment-condition.ts'
import type {
  AggregateCondition,
  EventFilter,
  EventWindow,
  SequenceCondition,
  SequenceStep,
} from '../segment-event.ts'
import { seesLast, takeCount, takeDuration, takeWindow, type Counted } from './amounts.ts'
import { takeCompared, takeComparisons } from './comparisons.ts'
import { takeName } from './names.ts'
import { attempt, demand, peek, problem, take, type Reader } from './reader.ts'

const thenNot = ['and then did not do', 'and then not', 'and then never did', 'and then did not']

/** Reads what follows "did": an event with how often and when, or a sequence of events. */
export function takeEventClause(reader: Reader, did: boolean): Condition {
  const first = takeFilter(reader)
  const sequence = takeSequence(reader, did, first)
  if (sequence) return sequence
  const which = take(reader, ['for the first time', 'for the last time'])
  if (which) return occurrenceOf(reader, did, { which, first })
  const { count, window } = takeCountAndWindow(reader)
  return eventOf(reader, did, { first, count, window })
}

/** Reads an event's name with what its properties must be. */
function takeFilter(reader: Reader): EventFilter {
  const event = takeName(reader, 'event')
  return take(reader, ['where', 'with', 'whose'])
    ? { event, ...takeComparisons(reader, 'property') }
    : { event, where: [] }
}

function occurrenceOf(
  reader: Reader,
  did: boolean,
  { which, first }: { which: string; first: EventFilter },
): Condition {
  if (!did) throw problem(reader, 'Only what was done has a first and a last time.', [])
  const window = takeWindow(reader) ?? { kind: 'between', from: null, to: null }
  return { kind: 'occurrence', which: which.includes('first') ? 'first' : 'last', ...first, window }
}

function takeCountAndWindow(reader: Reader): { count: Counted | null; window: EventWindow | null } {
  const found = { count: null as Counted | null, window: null as EventWindow | null }
  // Either may come first.
  for (let more = true; more;) {
    more = false
    const count = found.count ? null : afterComma(reader, () => takeCount(reader, ['times', 'time']))
    if (count) [found.count, more] = [count, true]
    const window = found.window ? null : afterComma(reader, () => takeWindow(reader))
    if (window) [found.window, more] = [window, true]
  }
  return found
}

type Said = { first: EventFilter; count: Counted | null; window: EventWindow | null }

function eventOf(reader: Reader, did: boolean, { first, count, window }: Said): Condition {
  const { fewer, ...counting } = count ?? { times: 1 }
  if (fewer && !did) throw problem(reader, 'Say “did … fewer than”, without “not”.', [])
  return {
    kind: 'event',
    did: did && !fewer,
    ...first,
    ...counting,
    days: null,
    ...(window && { window }),
  }
}

function takeSequence(reader: Reader, did: boolean, first: EventFilter): SequenceCondition | null {
  const steps: SequenceStep[] = [first]
  for (let step = takeStep(reader); step; step = takeStep(reader)) steps.push(step)
  const absent = takeAbsent(reader)
  if (steps.length === 1 && !absent) return null
  const same = afterComma(reader, () =>
    take(reader, ['all with the same']) ? takeName(reader, 'property') : null,
  )
  const within = afterComma(reader, () => (take(reader, ['all within']) ? takeDuration(reader) : null))
  const window = afterComma(reader, () => takeWindow(reader))
  return {
    kind: 'sequence',
    did,
    steps,
    ...(absent && { absent }),
    ...(same !== null && { same }),
    ...(within && { within }),
    ...(window && { window }),
  }
}

function takeStep(reader: Reader): SequenceStep | null {
  return afterComma(reader, () => {
    if (peek(reader)?.text.toLowerCase() === 'and' && attempt(reader, () => take(reader, thenNot)) !== null)
      return null
    if (!take(reader, ['then', 'and then', 'and later', 'followed by'])) return null
    const filter = takeFilter(reader)
    const within = takeWithin(reader)
    const without = takeWithout(reader)
    return { ...filter, ...(within && { within }), ...(without.length > 0 && { without }) }
  })
}

function takeAbsent(reader: Reader): SequenceCondition['absent'] | null {
  return afterComma(reader, () => {
    if (!take(reader, [...thenNot, 'then did not do'])) return null
    const filter = takeFilter(reader)
    const within = takeWithin(reader)
    take(reader, ['since', 'afterwards'])
    return { ...filter, ...(within && { within }) }
  })
}

function takeWithin(reader: Reader) {
  if (seesLast(reader)) return null
  return attempt(reader, () => (take(reader, ['within']) ? takeDuration(reader, { short: true }) : null))
}

function takeWithout(reader: Reader): EventFilter[] {
  const filters: EventFilter[] = []
  while (take(reader, filters.length === 0 ? ['without'] : ['or without', 'or']))
    filters.push(takeFilter(reader))
  if (filters.length > 0)
    demand(reader, ['between', 'in between'], 'Say “between” after what must not come between.')
  return filters
}

const aggregates = {
  'sum of': 'sum',
  'total of': 'sum',
  'average of': 'average',
  'mean of': 'average',
  'smallest value of': 'smallest',
  'minimum of': 'smallest',
  'largest value of': 'largest',
  'maximum of': 'largest',
  'number of different values of': 'distinct',
} as const satisfies Record<string, AggregateCondition['of']>
const aggregatePhrases = Object.keys(aggregates) as (keyof typeof aggregates)[]
const comparable = ['is', 'greater', 'at_least', 'less', 'at_most'] as const

/** Reads what follows "whose" when it is of events: `sum of total is at least 500 over “Order Completed”`; null otherwise. */
export function takeAggregate(reader: Reader): AggregateCondition | null {
  const phrase = take(reader, aggregatePhrases)
  if (!phrase) return null
  const field = takeName(reader, 'property')
  const place = reader.at
  const compared = takeCompared(reader, 'property')
  const operator = comparable.find((one) => one === compared.operator)
  const { value } = compared
  if (!operator || typeof value !== 'number') {
    reader.at = place
    throw problem(reader, 'Compare it with a number: “is at least 500”.', [
      'is at least',
      'is more than',
      'is less than',
    ])
  }
  demand(reader, ['over', 'of'], 'Say over which events: “over “Order Completed””.')
  const filter = takeFilter(reader)
  const window = afterComma(reader, () => takeWindow(reader))
  return {
    kind: 'aggregate',
    of: aggregates[phrase],
    field,
    ...filter,
    operator,
    value,
    ...(window && { window }),
  }
}

/** What comes next, with a comma before it or without; nothing is read when it does not. */
function afterComma<Value>(reader: Reader, work: () => Value | null): Value | null {
  return attempt(reader, () => {
    take(reader, [','])
    return work()
  })
}
