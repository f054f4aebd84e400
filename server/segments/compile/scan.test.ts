import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operators, type Comparison, type Operator } from '../../../model/filter.ts'
import type { JsonObject } from '../../../model/json.ts'
import type { Condition, SegmentDefinition } from '../../../model/segment.ts'
import { storeEvents, type EventRow } from '../../events/index.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { satisfies, type KnownPerson } from '../evaluate.ts'
import { compileScan, type Scope } from './scan.ts'

const NOW = Date.parse('2026-06-15T12:00:00Z')
const HOUR_MS = 60 * 60 * 1000
const NOBODY = '00000000-0000-0000-0000-000000000000'

type Identified = KnownPerson & { id: string; identifiers: string[] }
type Held = { person_id: string; held: number[] }

describe('a compiled definition', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform('embedded')
  })
  afterAll(() => platform.close())

  const scan = async (definitions: SegmentDefinition[], scope: Scope) => {
    const { query, params } = compileScan(definitions, scope, NOW)
    return platform.warehouse.rows<Held>(query, params)
  }

  /** Who satisfies the definitions, asked over everybody and over these people; both must be the same. */
  const answers = async (people: Identified[], definitions: SegmentDefinition[]) => {
    const mine = new Set(people.map(({ id }) => id))
    const scope = { people: [...mine], identifiers: people.flatMap(({ identifiers }) => identifiers) }
    const full = (await scan(definitions, 'everybody')).filter(({ person_id }) => mine.has(person_id))
    const scoped = await scan(definitions, scope)
    const byPerson = (rows: Held[]) => new Map(rows.map(({ person_id, held }) => [person_id, held]))
    expect(byPerson(scoped)).toEqual(byPerson(full))
    return people.map(({ id }) => byPerson(full).get(id) ?? [])
  }

  it('means over everybody and over touched people what it means when said plainly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(person, { minLength: 1, maxLength: 20, size: 'max' }),
        fc.array(definition, { minLength: 1, maxLength: 25, size: 'max' }),
        async (drawn, definitions) => {
          const people = drawn.map((one) => ({
            ...one,
            id: randomUUID(),
            identifiers: [randomUUID(), randomUUID()],
          }))
          await store(platform, people)
          const expected = people.map((one) =>
            definitions.flatMap((each, index) => (satisfies(one, each, NOW) ? [index] : [])),
          )
          expect(await answers(people, definitions)).toEqual(expected)
        },
      ),
      { numRuns: 40 },
    )
  }, 120_000)

  it('compares as the guide says', async () => {
    const people = examples.map(([trait]) => known({ traits: trait === undefined ? {} : { trait } }))
    await store(platform, people)
    const definitions = examples.map(([, operator, value]) => ofTrait('trait', operator, value))
    const held = await answers(people, definitions)
    const found = examples.map((example, index) => [
      ...example.slice(0, 3),
      held[index]?.includes(index) ?? false,
    ])
    expect(found).toEqual(examples)
  })

  it('reads a trait of any name and takes none for a part of the query', async () => {
    const odd = [
      ...names.filter((name) => !name.includes('.')),
      "'; drop table events --",
      '`) or 1=1 --',
      '\n\t',
      '{',
      '\\`',
    ]
    const people = odd.map((name) => known({ traits: { [name]: `value of ${name}` } }))
    await store(platform, people)
    const held = await answers(
      people,
      odd.map((name) => ofTrait(name, 'is', `value of ${name}`)),
    )
    expect(held).toEqual(odd.map((_, index) => [index]))
  })

  it('has nobody satisfy what nothing can', async () => {
    const anybody = known({ traits: { age: 30 } })
    await store(platform, [anybody])
    const impossible = [
      ofTrait('age', 'greater', 'much'),
      ofTrait('age', 'before', 'soon'),
      ofTrait('age.', 'set'),
      ofTrait('', 'set'),
    ]
    expect(await answers([anybody], impossible)).toEqual([[]])
  })
})

const examples: [trait: unknown, operator: Operator, value: Comparison['value'], holds: boolean][] = [
  ['Pro', 'is', 'pro', true],
  ['Pro plan', 'is', 'pro', false],
  ['Größe', 'is', 'GRÖSSE', false],
  ['ÄRGER', 'contains', 'ärg', true],
  ['Pro', 'is', ['free', 'PRO'], true],
  [42, 'is', 42, true],
  ['42.0', 'is', 42, true],
  [42, 'is', '42', true],
  [true, 'is', true, true],
  [1, 'is', true, false],
  [undefined, 'is_not', 'pro', true],
  ['pro', 'is_not', 'pro', false],
  [['a', 'Pro'], 'is', 'pro', true],
  [['a', 'Pro'], 'is_not', 'pro', false],
  [[5, 15], 'greater', 10, true],
  [[5, false], 'is', 0, false],
  [['x', true], 'is', true, true],
  [{ name: 'pro' }, 'is', 'pro', false],
  ['12.5', 'greater', 10, true],
  ['9', 'greater', '10', false],
  ['many', 'greater', 0, false],
  ['many', 'less', 0, false],
  [10, 'at_least', 10, true],
  [10, 'greater', 10, false],
  [-1, 'at_most', -1, true],
  [5, 'greater', [100, 3], true],
  ['2026-03-01', 'before', '2026-03-02', true],
  ['2026-03-01T23:30:00-02:00', 'after', '2026-03-02', true],
  ['2026-02-30', 'before', '2027-01-01', false],
  ['yesterday', 'before', '2027-01-01', false],
  ['ada@example.com', 'contains', '@EXAMPLE.', true],
  ['ada@example.com', 'starts_with', 'Ada', true],
  ['100%', 'contains', '%', true],
  ['abc', 'contains', 'a%c', false],
  [undefined, 'not_contains', 'x', true],
  ['', 'set', undefined, true],
  [[], 'set', undefined, true],
  [{ a: 1 }, 'set', undefined, true],
  [null, 'set', undefined, false],
  [{}, 'set', undefined, false],
  [undefined, 'not_set', undefined, true],
]

function known(person: Partial<KnownPerson>): Identified {
  return { traits: {}, events: [], ...person, id: randomUUID(), identifiers: [randomUUID()] }
}

function ofTrait(field: string, operator: Operator, value?: Comparison['value']): SegmentDefinition {
  const comparison = { field, operator, ...(value !== undefined && { value }) }
  return { match: 'all', conditions: [{ kind: 'trait', comparison }] }
}

const names = [
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

const anyComparison: fc.Arbitrary<Comparison> = fc.record({
  field: fc.constantFrom(...fields),
  operator: fc.constantFrom(...(Object.keys(operators) as Operator[])),
  value: fc.oneof(scalar, fc.array(scalar, { minLength: 1, maxLength: 3 })),
})
/** Those that any two values are unlikely to satisfy. */
const likelyComparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({
    field: fc.constantFrom('a', 'b', 'a.b'),
    operator: fc.constantFrom('before', 'after'),
    value: fc.constantFrom(...dates),
  }),
  fc.record({
    field: fc.constantFrom('a', 'b', 'a.b'),
    operator: fc.constantFrom('is', 'contains', 'starts_with', 'greater', 'at_least', 'less', 'at_most'),
    value: fc.constantFrom(5, 1, 0.1, 100, 'pro', 'Ä', '5', 'TRUE'),
  }),
)
const comparison = fc.oneof(anyComparison, likelyComparison)
const eventCondition: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('event'),
  did: fc.boolean(),
  event: fc.constantFrom(...eventNames),
  where: fc.array(comparison, { maxLength: 2 }),
  times: fc.integer({ min: 1, max: 3 }),
  days: fc.option(fc.constantFrom(1, 2, 7), { nil: null }),
})
const traitCondition: fc.Arbitrary<Condition> = fc.record({ kind: fc.constant('trait'), comparison })
const group: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('group'),
  match: fc.constantFrom('all', 'any'),
  conditions: fc.array(fc.oneof(eventCondition, traitCondition), { minLength: 1, maxLength: 3 }),
})
const definition: fc.Arbitrary<SegmentDefinition> = fc.record({
  match: fc.constantFrom('all', 'any'),
  conditions: fc.array(fc.oneof(eventCondition, traitCondition, group), { minLength: 1, maxLength: 3 }),
})

const event = fc.record({
  type: fc.constantFrom('track', 'track', 'track', 'page', 'identify'),
  event: fc.constantFrom(...eventNames),
  timestamp: fc.integer({ min: -24 * 9, max: 2 }).map((hours) => NOW + hours * HOUR_MS),
  properties: object,
})
const person: fc.Arbitrary<KnownPerson> = fc.record({
  traits: object,
  events: fc.array(event, { maxLength: 8 }),
})

/** Stores people as the pipeline does; the second identifier's events were stored when it was somebody else's. */
async function store({ warehouse }: TestPlatform, people: Identified[]): Promise<void> {
  const rows = people.flatMap(({ id, identifiers, events }) =>
    events.map((one, index) =>
      eventRow(one, identifiers[index % identifiers.length] ?? id, index % 2 === 0 ? id : randomUUID()),
    ),
  )
  await storeEvents(warehouse, rows, randomUUID())
  const moved = people.flatMap(({ id, identifiers }) =>
    identifiers.slice(1).map((identifier_id) => ({ identifier_id, person_id: id })),
  )
  await warehouse.insert('identity_overrides', moved)
  const snapshot = { first_seen: NOW, last_seen: NOW, deleted: 0 }
  await warehouse.insert(
    'people',
    people.map(({ id }) => ({ ...snapshot, person_id: id, traits: { a: 'old' }, version: 1 })),
  )
  await warehouse.insert(
    'people',
    people.map(({ id, traits }) => ({ ...snapshot, person_id: id, traits, version: 2 })),
  )
}

function eventRow(event: KnownPerson['events'][number], identifierId: string, personId: string): EventRow {
  return {
    ...event,
    identifier_id: identifierId,
    other_ids: [],
    received_at: NOW,
    person_id: personId,
    company_id: NOBODY,
    source_id: NOBODY,
    message_id: randomUUID(),
    user_id: '',
    anonymous_id: '',
    context: '{}',
  }
}
