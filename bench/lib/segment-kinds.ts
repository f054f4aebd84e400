import { segmentDefinition, type SegmentDefinition } from '../../model/segment.ts'

/** A question as a segment, and as the best SQL that somebody would write by hand for this data; `now` in ms. */
export type Kind = { definition: SegmentDefinition; byHand: (now: number) => string }

const DAY_MS = 86_400_000
const of = (...conditions: unknown[]) => segmentDefinition.parse({ conditions })
const since = (now: number, days: number) =>
  `timestamp >= fromUnixTimestamp64Milli(toInt64(${now - days * DAY_MS}))`
const price = 'properties.price::Float64'

/** One question of each kind. */
export const kinds = {
  trait: {
    definition: of({ kind: 'trait', comparison: { field: 'plan', operator: 'is', value: 'pro' } }),
    byHand: () => `select person_id from people final where traits.plan::String = 'pro'`,
  },
  event_count: {
    definition: of({ kind: 'event', event: 'Order Completed', times: 3, days: 30 }),
    byHand: (now) =>
      `select person_id from events where event = 'Order Completed' and ${since(now, 30)} group by person_id having count() >= 3`,
  },
  event_property: {
    definition: of({
      kind: 'event',
      event: 'Product Viewed',
      times: 2,
      where: [{ field: 'category', operator: 'is', value: 'Shoes' }],
      days: 90,
    }),
    byHand: (now) =>
      `select person_id from events where event = 'Product Viewed' and ${since(now, 90)}
         and properties.category::String = 'Shoes' group by person_id having count() >= 2`,
  },
  never_bought: {
    definition: of(
      { kind: 'event', event: 'Product Viewed' },
      { kind: 'event', did: false, event: 'Order Completed' },
    ),
    byHand: () =>
      `select person_id from events where event in ('Product Viewed', 'Order Completed') group by person_id
       having countIf(event = 'Order Completed') = 0`,
  },
  last_time: {
    definition: of({
      kind: 'occurrence',
      which: 'last',
      event: 'Order Completed',
      window: { kind: 'before_last', amount: 60, unit: 'day' },
    }),
    byHand: (now) =>
      `select person_id from events where event = 'Order Completed' group by person_id
       having not max(timestamp) >= fromUnixTimestamp64Milli(toInt64(${now - 60 * DAY_MS}))`,
  },
  sum: {
    definition: of({
      kind: 'aggregate',
      of: 'sum',
      field: 'price',
      event: 'Order Completed',
      operator: 'at_least',
      value: 500,
    }),
    byHand: () =>
      `select person_id from events where event = 'Order Completed' group by person_id having sum(${price}) >= 500`,
  },
  sequence: {
    definition: of({
      kind: 'sequence',
      steps: [{ event: 'Product Added' }, { event: 'Order Completed', within: { amount: 3, unit: 'day' } }],
    }),
    byHand: () =>
      `select person_id from events where event in ('Product Added', 'Order Completed') group by person_id
       having windowFunnel(${3 * DAY_MS})(toUInt64(toUnixTimestamp64Milli(timestamp)), event = 'Product Added', event = 'Order Completed') = 2`,
  },
  same_product: {
    definition: of({
      kind: 'sequence',
      steps: [{ event: 'Product Viewed' }, { event: 'Order Completed' }],
      same: 'product_id',
    }),
    byHand: () =>
      `select distinct person_id from (
         select person_id, properties.product_id::String as product from events where event in ('Product Viewed', 'Order Completed')
         group by person_id, product having minIf(timestamp, event = 'Product Viewed') < maxIf(timestamp, event = 'Order Completed')
           and countIf(event = 'Product Viewed') > 0)`,
  },
  company: {
    definition: of({
      kind: 'company',
      conditions: [
        { kind: 'people', times: 12, conditions: [{ kind: 'event', event: 'Order Completed', days: 30 }] },
      ],
    }),
    byHand: (now) =>
      `select identifier_id from company_members where company_id in (
         select m.company_id from company_members as m
         inner join (select distinct person_id from events where event = 'Order Completed' and ${since(now, 30)}) as e
         on e.person_id = m.identifier_id group by m.company_id having count() >= 12)`,
  },
} satisfies Record<string, Kind>

/** As many segments as a busy installation keeps, of all kinds, each of people of one age and country; those of companies once. */
export function manySegments(count: number): SegmentDefinition[] {
  const { company, ...others } = kinds
  const all = Object.values(others)
  return Array.from({ length: count }, (_, index) => {
    const kind = index === 0 ? company : all[index % all.length]
    const is = (field: string, value: unknown) => ({
      kind: 'trait',
      comparison: { field, operator: 'is', value },
    })
    const narrow = [is('age', 18 + (index % 60)), is('country', countries[index % countries.length])]
    return of(...(kind?.definition.conditions ?? []), ...narrow)
  })
}

const countries = ['DE', 'AT', 'CH', 'FR', 'US']
