import fc from 'fast-check'
import type { JsonObject } from '../../../model/json.ts'
import {
  segmentOperators,
  type SegmentComparison,
  type SegmentOperator,
} from '../../../model/segment-comparison.ts'
import type { Condition } from '../../../model/segment-condition.ts'
import type { EventCondition, EventFilter, EventWindow } from '../../../model/segment-event.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import type { KnownEvent } from '../evaluate.ts'

/** The time at which drawn definitions are asked. */
export const NOW = Date.parse('2026-06-15T12:00:00Z')
const HOUR_MS = 60 * 60 * 1000

export const names = [
  'a',
  'b',
  'd.e',
  'we`ird',
  "quo'te",
  'back\\slash',
  'ünï 😀',
  ':Int64',
  '^x',
  'x[]',
  '{p0:String}',
  '--',
  '%',
]
const fields = ['a', 'b', 'b.a', 'a.b', 'd%2Ee', 'd.e', 'a.', ...names.filter((name) => name !== 'd.e')]
const eventNames = ['Order', 'order', "O'Brien \\ `x`", 'page', 'identify']

const texts = [
  '',
  'Pro',
  'pro',
  'PRO plan',
  'ÄRGER',
  'ärger',
  '5',
  '5.0',
  '+5',
  ' 5',
  '1e2',
  '.5',
  '5.',
  '-0',
  '1e400',
  'nan',
  'inf',
  '0x10',
  'true',
  'null',
  "it's",
  '100%',
  'a\\b',
  '[]',
  '😀',
  '20260601',
]
const dates = [
  '2026-06-01',
  '2026-06-01T10:00:00Z',
  '2026-06-01T10:00:00.123456+02:00',
  '2026-06-01 10:00',
  '2026-02-30',
  '2024-02-29',
  '1900-02-29',
  '2026-06-01T24:00:00Z',
  '1969-12-31T23:59:59.9999Z',
  '1234-05-06',
  '2026-06-01T10:00:00-1130',
]
const scalar = fc.oneof(
  fc.constantFrom(...texts),
  fc.constantFrom(...dates),
  fc.constantFrom(0, 1, 5, -3, 100, 0.1, 0.30000000000000004, 1.5, 1e21, 1e-7, 16.3, 2 ** 53),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.boolean(),
  fc.string({ maxLength: 4 }),
)
const stored = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof(scalar, fc.constant(null), fc.constant({ a: 1 }), fc.constant([5])), {
      maxLength: 3,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.dictionary(fc.constantFrom('a', 'b', 'e'), fc.oneof(scalar, fc.constant(null)), {
      maxKeys: 2,
    }),
  },
)
const object: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.oneof(fc.constantFrom('a', 'b'), fc.constantFrom(...names)),
  stored,
  {
    maxKeys: 4,
    noNullPrototype: true,
  },
)

const relative: fc.Arbitrary<SegmentComparison> = fc.record({
  field: fc.constantFrom('a', 'b', 'a.b'),
  operator: fc.constantFrom('within_last', 'before_last', 'within_next', 'after_next', 'anniversary'),
  value: fc.constantFrom(1, 3, 14, 300),
  unit: fc.constantFrom('minute', 'hour', 'day', 'week'),
})
const between: fc.Arbitrary<SegmentComparison> = fc.record({
  field: fc.constantFrom(...fields),
  operator: fc.constant('between'),
  value: fc.tuple(fc.oneof(scalar, fc.constant(-5)), fc.oneof(scalar, fc.constant(50))),
})
type Plain = Exclude<
  SegmentOperator,
  'between' | 'within_last' | 'before_last' | 'within_next' | 'after_next' | 'anniversary'
>
const isPlain = (operator: SegmentOperator): operator is Plain =>
  !['between', 'within_last', 'before_last', 'within_next', 'after_next', 'anniversary'].includes(operator)
const allOperators = Object.keys(segmentOperators) as SegmentOperator[]
const anyComparison: fc.Arbitrary<SegmentComparison> = fc.record({
  field: fc.constantFrom(...fields),
  operator: fc.constantFrom(...allOperators.filter(isPlain)),
  value: fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
})
/** Those that any two values are unlikely to satisfy. */
const likelyComparison: fc.Arbitrary<SegmentComparison> = fc.oneof(
  fc.record({
    field: fc.constantFrom('a', 'b', 'a.b'),
    operator: fc.constantFrom('before', 'after'),
    value: fc.constantFrom(...dates),
  }),
  fc.record({
    field: fc.constantFrom('a', 'b', 'a.b'),
    operator: fc.constantFrom(
      'is',
      'contains',
      'starts_with',
      'ends_with',
      'greater',
      'at_least',
      'less',
      'at_most',
    ),
    value: fc.constantFrom(5, 1, 0.1, 100, 'pro', 'Ä', '5', 'TRUE'),
  }),
)
const comparison: fc.Arbitrary<SegmentComparison> = fc.oneof(
  anyComparison,
  likelyComparison,
  relative,
  between,
)
const unit = fc.constantFrom('minute', 'hour', 'day', 'week')
const duration = fc.record({ amount: fc.constantFrom(1, 2, 30, 60), unit })
const window: fc.Arbitrary<EventWindow> = fc.oneof(
  fc.record({ kind: fc.constant('last'), amount: fc.constantFrom(1, 2, 7, 60), unit }),
  fc.record({ kind: fc.constant('before_last'), amount: fc.constantFrom(1, 2, 7, 60), unit }),
  fc.record({ kind: fc.constant('ago'), from: fc.constantFrom(5, 100), to: fc.constantFrom(1, 3), unit }),
  fc.record({
    kind: fc.constant('between'),
    from: fc.constantFrom(null, '2026-06-07', '2026-06-12T10:00:00Z'),
    to: fc.constantFrom(null, '2026-06-14', '2026-06-15T11:00:00+02:00'),
  }),
)
export const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined })
const noComparisons: SegmentComparison[] = []
export const filterShape = {
  event: fc.constantFrom(...eventNames),
  where: fc.option(fc.array(comparison, { maxLength: 2 }), { nil: noComparisons, freq: 1 }),
  where_match: maybe(fc.constantFrom('all', 'any')),
}
const filter: fc.Arbitrary<EventFilter> = fc.record(filterShape)
const counting = {
  times: fc.integer({ min: 1, max: 3 }),
  times_to: fc.integer({ min: 3, max: 5 }),
  how: maybe(fc.constantFrom('at_least', 'at_most', 'exactly', 'between')),
}
export const eventCondition: fc.Arbitrary<EventCondition> = fc.record({
  kind: fc.constant('event'),
  did: fc.boolean(),
  ...filterShape,
  ...counting,
  days: fc.constant(null),
  window: maybe(window),
})
const occurrence: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('occurrence'),
  which: fc.constantFrom('first', 'last'),
  ...filterShape,
  window,
})
const aggregate: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('aggregate'),
  of: fc.constantFrom('sum', 'average', 'smallest', 'largest', 'distinct'),
  field: fc.constantFrom('a', 'b', 'a', 'a.b', 'a.'),
  ...filterShape,
  operator: fc.constantFrom('is', 'greater', 'at_least', 'less', 'at_most'),
  value: fc.constantFrom(0, 1, 2, 5, 0.1, 100, -3, 5.1),
  window: maybe(window),
})
const step = fc.record({
  ...filterShape,
  within: maybe(duration),
  without: maybe(fc.array(filter, { maxLength: 2 })),
})
const sequence: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('sequence'),
  did: fc.boolean(),
  steps: fc.oneof(
    { weight: 4, arbitrary: fc.array(step, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(step, { minLength: 4, maxLength: 8 }) },
  ),
  absent: maybe(fc.record({ ...filterShape, within: maybe(duration) })),
  same: maybe(fc.constantFrom('a', 'b', 'a.')),
  within: maybe(duration),
  window: maybe(window),
})
const place: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('place'),
  within: fc.boolean(),
  latitude_field: fc.constantFrom('lat', 'a'),
  longitude_field: fc.constantFrom('lon', 'b'),
  latitude: fc.constantFrom(0, 48.2, -90, 52.5),
  longitude: fc.constantFrom(0, 16.4, 179.9, -180),
  kilometers: fc.constantFrom(1, 50, 700, 20_000),
})
const traitCondition: fc.Arbitrary<Condition & { kind: 'trait' }> = fc.record({
  kind: fc.constant('trait'),
  comparison,
})
const deal: fc.Arbitrary<Condition & { kind: 'deal' }> = fc.record({
  kind: fc.constant('deal'),
  has: fc.boolean(),
  where: fc.array(comparison, { maxLength: 2 }),
  where_match: maybe(fc.constantFrom('all', 'any')),
  ...counting,
})
/** Lists of static segments. */
const lists = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
const listed: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('segment'),
  in: fc.boolean(),
  segment: fc.constantFrom(...lists),
})
const sample: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('sample'),
  key: fc.constantFrom('a', "it's a {key:String}"),
  from: fc.constantFrom(0, 33.33),
  to: fc.constantFrom(50, 66.67, 100),
})
const owners = ['ana', "o'ben"]
const owner: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('owner'),
  is: fc.boolean(),
  owners: fc.subarray([...owners, null], { minLength: 1, maxLength: 2 }),
})
const reach: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('reach'),
  can: fc.boolean(),
  channel: fc.constantFrom('email', 'sms'),
  consent: maybe(fc.constantFrom('a', 'consents.news')),
})
const leaf = fc.oneof(
  eventCondition,
  occurrence,
  aggregate,
  sequence,
  sequence,
  traitCondition,
  place,
  deal,
  owner,
  reach,
  listed,
  sample,
)
const match = fc.constantFrom('all', 'any', 'none')
const people: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('people'),
  ...counting,
  match,
  conditions: fc.array(leaf, { minLength: 1, maxLength: 2 }),
})
/** What can be asked of a company without asking its people one by one. */
const companyLeaf = fc.oneof(
  traitCondition,
  deal,
  owner,
  eventCondition,
  occurrence,
  aggregate,
  sequence,
  place,
  sample,
)
const ofCompany = fc.oneof(
  { weight: 2, arbitrary: companyLeaf },
  { weight: 2, arbitrary: people },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('group'),
      match,
      conditions: fc.array(fc.oneof(companyLeaf, people), { minLength: 1, maxLength: 2 }),
    }),
  },
)
const company: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('company'),
  belongs: fc.boolean(),
  match,
  conditions: fc.array(ofCompany, { minLength: 1, maxLength: 3 }),
})
const group: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('group'),
  match,
  conditions: fc.array(fc.oneof(leaf, company), { minLength: 1, maxLength: 3 }),
})
/** Of a person. */
export const drawnCondition: fc.Arbitrary<Condition> = fc.oneof(
  { weight: 4, arbitrary: leaf },
  { weight: 1, arbitrary: company },
  { weight: 1, arbitrary: group },
)
export const definition: fc.Arbitrary<SegmentDefinition> = fc.record({
  match,
  conditions: fc.array(drawnCondition, { minLength: 1, maxLength: 3 }),
})
/** Of companies. */
export const companyDefinition: fc.Arbitrary<SegmentDefinition> = fc.record({
  members: fc.constant('companies'),
  match,
  conditions: fc.array(ofCompany, { minLength: 1, maxLength: 3 }),
})

/** Times of few values, so that many things happen at the same moment and on the edges of windows. */
const time = fc.oneof(
  fc.integer({ min: -24 * 9, max: 2 }).map((hours) => NOW + hours * HOUR_MS),
  fc
    .constantFrom(-60_000, -60_001, -59_999, -120_000, 0, -1, -HOUR_MS, -HOUR_MS - 1, -HOUR_MS + 60_000)
    .map((ms) => NOW + ms),
)
const event: fc.Arbitrary<KnownEvent> = fc.record({
  type: fc.constantFrom('track', 'track', 'track', 'page', 'identify'),
  event: fc.constantFrom(...eventNames),
  timestamp: time,
  properties: object,
  company: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined, freq: 2 }),
})
const located = fc.record({
  lat: fc.constantFrom(48.21, '48.3', 0.001, 89.99, 91, 'north'),
  lon: fc.constantFrom(16.37, 16.5, -179.99, 0, 200),
})
const word = maybe(fc.constantFrom(true, false, 'Yes', 'no', 1, 0, 'later'))
const addressed = fc.record(
  {
    email: fc.constantFrom('a@x.example', ['a@x.example'], 'none', ''),
    phone: fc.constantFrom('+43 1 5', 4315, '', 'none'),
    unsubscribed: word,
    email_unsubscribed: word,
    marketing_consent: word,
    sms_consent: word,
    consents: fc.record({ news: fc.constantFrom(true, 'no') }),
  },
  { requiredKeys: ['email', 'phone'], noNullPrototype: true },
)
const traits: fc.Arbitrary<JsonObject> = fc
  .tuple(object, fc.option(located, { nil: {} }), fc.option(addressed, { nil: {} }))
  .map(([one, at, to]) => ({ ...one, ...at, ...to }))

/** Somebody with what they did and the deals they have; `companies` are places in a list of companies. */
export const drawnPerson = fc.record({
  traits,
  events: fc.array(event, { maxLength: 8 }),
  deals: fc.array(object, { maxLength: 2 }),
  owner: fc.constantFrom('', ...owners),
  companies: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { maxLength: 2 }),
  lists: fc.subarray(lists),
})
export const drawnCompany = fc.record({
  traits: object,
  deals: fc.array(object, { maxLength: 2 }),
  owner: fc.constantFrom('', ...owners),
})
