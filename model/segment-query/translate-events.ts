import type { Condition } from '../segment-condition.ts'
import type { SegmentComparison } from '../segment-comparison.ts'
import type { AggregateCondition, EventFilter, EventWindow, SequenceStep } from '../segment-event.ts'
import { TextProblem } from '../segment-text/reader.ts'
import { comparedBy, nameIn, unitOf } from './compared-value.ts'
import type { Call, Query } from './read-query.ts'

type Chain = Extract<Query, { kind: 'chain' }>

/** What a chain says of events before they are counted. */
type Stream = {
  filter: EventFilter
  window: EventWindow | null
  /** What is done after each of them, within a time. */
  followedBy: { step: SequenceStep; happens: boolean }[]
  same: string | null
}

const reducers: Record<string, AggregateCondition['of']> = {
  sum: 'sum',
  avg: 'average',
  min: 'smallest',
  max: 'largest',
}

/** The condition that `event('…')…count() >= 1` means. Throws a `TextProblem` for what has no such condition. */
export function translateEvents(chain: Chain): Condition {
  const [extractor, ...calls] = chain.calls
  const place = calls.findIndex(({ name }) => !['where', 'within', 'between', 'sources'].includes(name))
  const [reducer, ...after] = place < 0 ? [] : calls.slice(place)
  const [comparator] = after
  if (!extractor || !reducer || !comparator)
    throw new TextProblem(
      'Events must be counted or summed up, and that be compared: event(…).count() >= 1.',
      chain,
    )
  const stream = streamOf(extractor, place < 0 ? calls : calls.slice(0, place))
  if (stream.followedBy.length > 0) return sequenceOf(stream, { reducer, comparator })
  if (reducer.name === 'count') return countOf(stream, comparator)
  if (reducer.name === 'unique') return distinctOf(stream, reducer, after)
  const of = reducers[reducer.name]
  if (of) return aggregateOf(stream, { of, reducer, comparator })
  throw new TextProblem(
    `${reducer.name}() has no condition of its own: make a computed trait of it, and compare that.`,
    reducer,
  )
}

function streamOf(extractor: Call, calls: Call[]): Stream {
  const stream: Stream = {
    filter: { event: nameIn(extractor), where: [] },
    window: null,
    followedBy: [],
    same: null,
  }
  for (const call of calls) {
    if (call.name === 'sources')
      throw new TextProblem('Events cannot be told apart by their source here.', call)
    if (call.name === 'where') addWhere(stream, call)
    else stream.window = windowOf(call)
  }
  return stream
}

function windowOf(call: Call): EventWindow {
  const [first, second] = call.args
  if (first?.kind !== 'duration') throw new TextProblem(`${call.name}() needs a time such as 7 days.`, call)
  if (call.name === 'within') {
    if (first.parent) throw new TextProblem('“parent” has a meaning only in where(…) of another event.', call)
    return { kind: 'last', amount: first.amount, unit: unitOf(first.unit) }
  }
  if (second?.kind !== 'duration' || second.unit !== first.unit || second.amount === first.amount)
    throw new TextProblem('between() needs two different times of one unit here.', call)
  const [to, from] = [first.amount, second.amount].toSorted((a, b) => a - b)
  return { kind: 'ago', from: from ?? 0, to: to ?? 0, unit: unitOf(first.unit) }
}

function addWhere(stream: Stream, call: Call): void {
  const [argument] = call.args
  if (argument?.kind !== 'query') throw new TextProblem('where(…) needs a condition in it.', call)
  const { query } = argument
  const isAny = query.kind === 'junction' && query.op === 'or'
  if (isAny && stream.filter.where.length > 0)
    throw new TextProblem('AND and OR of properties cannot stand in one condition here.', query)
  const parts = query.kind === 'junction' ? query.parts : [query]
  for (const part of parts) addPart(stream, part, isAny)
  if (isAny) stream.filter = { ...stream.filter, where_match: 'any' }
}

function addPart(stream: Stream, part: Query, isAny: boolean): void {
  const nested = nestedEvent(part)
  const same = sameProperty(part)
  if ((nested || same) && isAny)
    throw new TextProblem('What comes after an event cannot be one of several choices.', part)
  if (nested) stream.followedBy.push(nested)
  else if (same !== null) stream.same = same
  else stream.filter = { ...stream.filter, where: [...stream.filter.where, ...comparisonsOf(part, isAny)] }
}

const opposites: Partial<Record<SegmentComparison['operator'], SegmentComparison['operator']>> = {
  is: 'is_not',
  contains: 'not_contains',
  not_contains: 'contains',
  set: 'not_set',
  not_set: 'set',
}

/** What a comparison of a property means; one that differs must also be there. */
function comparisonsOf(part: Query, isAny: boolean): SegmentComparison[] {
  if (part.kind === 'prefix' && part.op === 'not') {
    const [only, ...more] = comparisonsOf(part.part, isAny)
    const operator = only && opposites[only.operator]
    if (!operator || more.length > 0)
      throw new TextProblem('NOT of this comparison cannot be said of a property here.', part)
    return [{ ...only, operator }]
  }
  if (part.kind !== 'chain')
    throw new TextProblem('AND and OR of properties cannot lie in each other here.', part)
  const [property, comparator, ...more] = part.calls
  if (property?.name === 'context')
    throw new TextProblem('The context of an event cannot be asked about here, its properties can.', property)
  if (property?.name !== 'property' || !comparator || more.length > 0)
    throw new TextProblem('Here a comparison of a property should stand: property(…) = ….', part)
  return existing({ field: nameIn(property), ...comparedBy(comparator) }, isAny ? part : null)
}

function existing(comparison: SegmentComparison, among: Query | null): SegmentComparison[] {
  if (comparison.operator !== 'is_not') return [comparison]
  if (among)
    throw new TextProblem(
      '!= is true of values that are there only, which cannot be one of several choices here.',
      among,
    )
  return [{ field: comparison.field, operator: 'set' }, comparison]
}

/** `event('B').within(parent: 5 days).count() >= 1` inside of where(…): B follows. */
function nestedEvent(part: Query): Stream['followedBy'][number] | null {
  if (part.kind === 'prefix' && part.op === 'not') {
    const nested = nestedEvent(part.part)
    return nested && { ...nested, happens: !nested.happens }
  }
  if (part.kind !== 'chain' || part.calls[0]?.name !== 'event') return null
  const [extractor, ...calls] = part.calls
  const [reducer, comparator] = calls.slice(-2)
  const inner = calls.slice(0, -2)
  const within = inner.find(({ name }) => name === 'within')
  const [time] = within?.args ?? []
  if (!within || time?.kind !== 'duration' || !time.parent || reducer?.name !== 'count' || !comparator)
    throw new TextProblem(
      'Another event inside of where(…) must follow within a time: event(…).within(parent: 5 days).count() >= 1.',
      part,
    )
  const stream = streamOf(
    extractor ?? within,
    inner.filter((call) => call !== within),
  )
  if (stream.followedBy.length > 0) throw new TextProblem('Only one event may follow another here.', part)
  const counted = comparedBy(comparator)
  return {
    step: { ...stream.filter, within: { amount: time.amount, unit: unitOf(time.unit) } },
    happens: atLeastOne(counted, comparator),
  }
}

function atLeastOne({ operator, value }: Omit<SegmentComparison, 'field'>, place: Call): boolean {
  if ((operator === 'at_least' && value === 1) || (operator === 'greater' && value === 0)) return true
  if ((operator === 'less' && value === 1) || ((operator === 'is' || operator === 'at_most') && value === 0))
    return false
  throw new TextProblem('That an event follows can be said to happen or not, not how often.', place)
}

/** `property('sku') = property(parent: 'sku')`: all with the same. */
function sameProperty(part: Query): string | null {
  if (part.kind !== 'chain') return null
  const [property, comparator, ...more] = part.calls
  const [other] = comparator?.args ?? []
  if (property?.name !== 'property' || comparator?.name !== 'equals' || more.length > 0) return null
  if (other?.kind !== 'query' || other.query.kind !== 'chain') return null
  const [parent] = other.query.calls
  const [name] = parent?.args ?? []
  const isSame =
    parent?.name === 'property' && name?.kind === 'value' && name.parent && name.value === nameIn(property)
  return isSame ? nameIn(property) : null
}

function sequenceOf(
  { filter, window, followedBy, same }: Stream,
  { reducer, comparator }: { reducer: Call; comparator: Call },
): Condition {
  const [next, ...more] = followedBy
  if (reducer.name !== 'count' || !next || more.length > 0)
    throw new TextProblem(
      'Of an event that another follows it can be said only whether it happened.',
      reducer,
    )
  return {
    kind: 'sequence',
    did: atLeastOne(comparedBy(comparator), comparator),
    steps: next.happens ? [filter, next.step] : [filter],
    ...(!next.happens && { absent: next.step }),
    ...(same !== null && { same }),
    ...(window && { window }),
  }
}

function countOf({ filter, window }: Stream, comparator: Call): Condition {
  const { operator, value } = comparedBy(comparator)
  if (typeof value !== 'number' || !Number.isInteger(value))
    throw new TextProblem('A count is compared with a whole number.', comparator)
  const event = { kind: 'event' as const, ...filter, days: null, ...(window && { window }) }
  const atLeast = (times: number, did: boolean): Condition => {
    if (times < 1)
      throw new TextProblem(did ? 'This is true of everybody.' : 'This is true of nobody.', comparator)
    return { ...event, did, times }
  }
  switch (operator) {
    case 'at_least':
      return atLeast(value, true)
    case 'greater':
      return atLeast(value + 1, true)
    case 'less':
      return atLeast(value, false)
    case 'at_most':
      return atLeast(value + 1, false)
    case 'is':
      return value === 0 ? atLeast(1, false) : { ...event, did: true, times: value, how: 'exactly' }
    case 'is_not':
      return value === 0 ? atLeast(1, true) : { ...event, did: false, times: value, how: 'exactly' }
    default:
      throw new TextProblem('A count cannot be compared like this.', comparator)
  }
}

const comparable = ['is', 'greater', 'at_least', 'less', 'at_most'] as const

function aggregateOf(
  { filter, window }: Stream,
  { of, reducer, comparator }: { of: AggregateCondition['of']; reducer: Call; comparator: Call },
): Condition {
  const [argument] = reducer.args
  const [property] = argument?.kind === 'query' && argument.query.kind === 'chain' ? argument.query.calls : []
  if (argument?.kind !== 'query' || property?.name !== 'property')
    throw new TextProblem(`${reducer.name}(…) needs a property: ${reducer.name}(property('…')).`, reducer)
  if (argument.type === 'string')
    throw new TextProblem('Texts have no smallest and largest here, numbers have.', reducer)
  const { operator, value } = comparedBy(comparator)
  const known = comparable.find((one) => one === operator)
  if (!known || typeof value !== 'number')
    throw new TextProblem('Compare it with a number by =, >, >=, < or <=.', comparator)
  return {
    kind: 'aggregate',
    of,
    field: nameIn(property),
    ...filter,
    operator: known,
    value,
    ...(window && { window }),
  }
}

/** `unique(property('sku')).count() >= 3`. */
function distinctOf(stream: Stream, reducer: Call, [count, comparator]: Call[]): Condition {
  if (count?.name !== 'count' || !comparator)
    throw new TextProblem('A list of values must be counted: unique(…).count() >= 3.', reducer)
  return aggregateOf(stream, { of: 'distinct', reducer, comparator })
}
