import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SegmentComparison, SegmentOperator } from '../../../model/segment-comparison.ts'
import type { SegmentDefinition } from '../../../model/segment.ts'
import { openTestPlatform, type TestPlatform } from '../../platform/testing/index.ts'
import { satisfies } from '../evaluate.ts'
import { companyDefinition, definition, drawnCompany, drawnPerson, names, NOW } from './drawn-segments.ts'
import type { Companies, Scope } from './scope.ts'
import { compileScan } from './scan.ts'
import { alone, identify, known, storeWorld, type Identified, type World } from './store-world.ts'

type Held = { member_id: string; held: number[] }

describe('a compiled definition', () => {
  let platform: TestPlatform
  beforeAll(async () => {
    platform = await openTestPlatform('embedded')
  })
  afterAll(() => platform.close())

  const scan = async (definitions: SegmentDefinition[], scope: Scope | Companies) => {
    const { query, params } = compileScan(definitions, scope, NOW)
    return platform.warehouse.rows<Held>(query, params)
  }

  /** Who satisfies the definitions, asked over everybody and over these people; both must be the same. */
  const answers = async (people: Identified[], definitions: SegmentDefinition[]) => {
    const mine = new Set(people.map(({ id }) => id))
    const around = people.flatMap((one) => [
      one,
      ...one.companies.flatMap((company) => company.people as Identified[]),
    ])
    const scope = { ...peopleOf(people), colleagues: peopleOf(around) }
    const full = (await scan(definitions, 'everybody')).filter(({ member_id }) => mine.has(member_id))
    const scoped = await scan(definitions, scope)
    const byPerson = (rows: Held[]) => new Map(rows.map(({ member_id, held }) => [member_id, held]))
    expect(byPerson(scoped)).toEqual(byPerson(full))
    return people.map(({ id }) => byPerson(full).get(id) ?? [])
  }

  it('means over everybody and over touched people what it means when said plainly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnPerson, { minLength: 1, maxLength: 20, size: 'max' }),
        fc.array(drawnCompany, { minLength: 4, maxLength: 4 }),
        fc.array(definition, { minLength: 1, maxLength: 10, size: 'max' }),
        async (drawn, companies, definitions) => {
          const world = identify(drawn, companies)
          const { people } = world
          await storeWorld(platform, world)
          const expected = people.map((one) =>
            definitions.flatMap((each, index) => (satisfies(one, each, NOW) ? [index] : [])),
          )
          expect(await answers(people, definitions)).toEqual(expected)
          expect(await answers(people.slice(0, 1), definitions)).toEqual(expected.slice(0, 1))
        },
      ),
      { numRuns: 14 },
    )
  }, 400_000)

  /** The same of companies: all, these, and each of these alone. */
  const companyAnswers = async ({ companies }: World, definitions: SegmentDefinition[]) => {
    const byId = (rows: Held[]) => new Map(rows.map(({ member_id, held }) => [member_id, held]))
    const full = byId(await scan(definitions, 'everybody'))
    for (const some of [companies, ...companies.map((one) => [one])]) {
      const scope = {
        companies: some.map(({ id }) => id),
        around: peopleOf(some.flatMap(({ people }) => people as Identified[])),
      }
      const scoped = byId(await scan(definitions, scope))
      expect(some.map(({ id }) => scoped.get(id))).toEqual(some.map(({ id }) => full.get(id)))
      expect(scoped.size).toBeLessThanOrEqual(some.length)
    }
    return companies.map(({ id }) => full.get(id) ?? [])
  }

  it('means of all companies and of touched ones what it means when said plainly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawnPerson, { minLength: 1, maxLength: 20, size: 'max' }),
        fc.array(drawnCompany, { minLength: 4, maxLength: 4 }),
        fc.array(companyDefinition, { minLength: 1, maxLength: 10, size: 'max' }),
        async (drawn, companies, definitions) => {
          const world = identify(drawn, companies)
          await storeWorld(platform, world)
          const expected = world.companies.map((one) =>
            definitions.flatMap((each, index) => (satisfies(one, each, NOW) ? [index] : [])),
          )
          expect(await companyAnswers(world, definitions)).toEqual(expected)
        },
      ),
      { numRuns: 6 },
    )
  }, 400_000)

  it('answers many sequences of eight steps at once', async () => {
    const did = (names: string[]) =>
      known({ events: names.map((event, place) => tracked(event, NOW - 1000 + place)) })
    const steps = ['1', '2', '3', '4', '5', '6', '7', '8']
    const people = [did(steps), did(steps.toReversed()), did(['1', '2', '3', 'no', '4', '5', '6', '7', '8'])]
    await storeWorld(platform, alone(people))
    const long = (amount: number, without: string[]): SegmentDefinition => ({
      match: 'all',
      conditions: [
        {
          kind: 'sequence',
          did: true,
          steps: steps.map((event) => ({
            event,
            where: [],
            within: { amount, unit: 'day' },
            without: without.map((one) => ({ event: one, where: [] })),
          })),
          absent: { event: 'no', where: [] },
        },
      ],
    })
    const definitions = Array.from({ length: 6 }, (_, place) => long(place + 1, place % 2 ? ['no'] : []))
    const all = definitions.map((_, place) => place)
    expect(await answers(people, definitions)).toEqual([all, [], all.filter((place) => place % 2 === 0)])
  })

  it('compares as the guide says', async () => {
    const people = examples.map(([trait]) => known({ traits: trait === undefined ? {} : { trait } }))
    await storeWorld(platform, alone(people))
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
    await storeWorld(platform, alone(people))
    const held = await answers(
      people,
      odd.map((name) => ofTrait(name, 'is', `value of ${name}`)),
    )
    expect(held).toEqual(odd.map((_, index) => [index]))
  })

  it('has nobody satisfy what nothing can', async () => {
    const anybody = known({ traits: { age: 30 } })
    await storeWorld(platform, alone([anybody]))
    const impossible = [
      ofTrait('age', 'greater', 'much'),
      ofTrait('age', 'before', 'soon'),
      ofTrait('age.', 'set'),
      ofTrait('', 'set'),
    ]
    expect(await answers([anybody], impossible)).toEqual([[]])
  })
})

const examples: [
  trait: unknown,
  operator: SegmentOperator,
  value: SegmentComparison['value'],
  holds: boolean,
][] = [
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

function tracked(event: string, timestamp: number) {
  return { type: 'track', event, timestamp, properties: {} }
}

function ofTrait(
  field: string,
  operator: SegmentOperator,
  value?: SegmentComparison['value'],
): SegmentDefinition {
  const comparison = { field, operator, ...(value !== undefined && { value }) }
  return { match: 'all', conditions: [{ kind: 'trait', comparison }] }
}

function peopleOf(people: Identified[]) {
  return { people: people.map(({ id }) => id), identifiers: people.flatMap(({ identifiers }) => identifiers) }
}
