import { describe, expect, it } from 'vitest'
import { segmentDefinition, type SegmentDefinition } from '../../../model/segment.ts'
import { blank, countRows, removeNode, replaceNode, toDraft } from './draft.ts'
import { readDraft } from './read-draft.ts'

const age = { field: 'age', operator: 'at_least', value: 18 }

const definition: SegmentDefinition = {
  match: 'all',
  conditions: [
    {
      kind: 'event',
      did: true,
      event: 'Order Completed',
      where: [{ field: 'value', operator: 'greater', value: 100 }],
      times: 3,
      days: 30,
    },
    {
      kind: 'group',
      match: 'any',
      conditions: [
        { kind: 'trait', comparison: { field: 'zip', operator: 'is', value: ['0100', '200'] } },
        { kind: 'trait', comparison: { field: 'plan', operator: 'set' } },
      ],
    },
  ],
}

describe('the draft of a segment', () => {
  it('gives back the definition that it was made from', () => {
    expect(readDraft(toDraft(definition))).toEqual({ definition, problems: null })
  })

  it('gives back everything that a definition can say', () => {
    const all: SegmentDefinition = segmentDefinition.parse({
      match: 'none',
      conditions: [
        {
          kind: 'event',
          event: 'A',
          how: 'between',
          times: 0,
          times_to: 3,
          where_match: 'any',
          where: [age, age],
        },
        { kind: 'event', event: 'A', did: false, window: { kind: 'ago', from: 9, to: 3, unit: 'week' } },
        {
          kind: 'occurrence',
          which: 'first',
          event: 'A',
          window: { kind: 'before_last', amount: 3, unit: 'hour' },
        },
        { kind: 'sample', key: 'spring', from: 33.33, to: 66.67 },
        { kind: 'reach', channel: 'sms', can: false },
        { kind: 'reach', channel: 'email', consent: 'newsletter_consent' },
        { kind: 'owner', is: false, owners: ['u1', null] },
        { kind: 'aggregate', of: 'average', field: 'b', event: 'A', operator: 'less', value: 1.5 },
        {
          kind: 'sequence',
          did: false,
          steps: [
            { event: 'A', where: [{ field: 'c', operator: 'within_last', value: 2, unit: 'week' }] },
            { event: 'B', within: { amount: 3, unit: 'day' }, without: [{ event: 'C' }] },
          ],
          absent: { event: 'D', within: { amount: 1, unit: 'hour' } },
          same: 'sku',
          within: { amount: 2, unit: 'week' },
          window: { kind: 'between', from: '2026-01-01', to: null },
        },
        { kind: 'trait', comparison: { field: 'age', operator: 'between', value: [18, 30] } },
        {
          kind: 'place',
          latitude_field: 'lat',
          longitude_field: 'lon',
          latitude: 48.2,
          longitude: 16.4,
          kilometers: 5,
        },
        { kind: 'segment', in: false, segment: '3f0a1f0e-58f5-4b6b-9a3e-0d6f1c8d6a11' },
        { kind: 'deal', has: false, where: [age] },
        {
          kind: 'company',
          match: 'any',
          conditions: [
            { kind: 'people', times: 3, conditions: [{ kind: 'event', event: 'A', days: 7 }] },
            { kind: 'trait', comparison: { field: 'industry', operator: 'is', value: 'Retail' } },
            { kind: 'deal', how: 'exactly', times: 0 },
          ],
        },
      ],
    })
    expect(readDraft(toDraft(all)).problems).toBeNull()
    expect(segmentDefinition.parse(readDraft(toDraft(all)).definition)).toEqual(all)
  })

  it('makes definitions that the server accepts', () => {
    expect(segmentDefinition.safeParse(readDraft(toDraft(definition)).definition).success).toBe(true)
  })

  it('names what lacks, in the row where it lacks', () => {
    const event = { ...blank.event(), event: 'Signed Up', where: [blank.comparison()] }
    const trait = { ...blank.trait(), comparison: { ...blank.comparison(), field: 'plan' } }
    const nameless = blank.event()
    const { problems } = readDraft({ ...blank.root(), conditions: [event, trait, nameless] })
    expect(problems).toEqual({
      [event.where[0]?.key ?? '']: 'Say which property.',
      [trait.comparison.key]: 'Give a value.',
      [nameless.key]: 'Say which event.',
    })
  })

  it('forgets a value typed before the operator stopped needing one', () => {
    const trait = {
      ...blank.trait(),
      comparison: { ...blank.comparison(), field: 'plan', operator: 'set' as const, values: ['pro'] },
    }
    expect(readDraft({ ...blank.root(), conditions: [trait] }).definition?.conditions).toEqual([
      { kind: 'trait', comparison: { field: 'plan', operator: 'set' } },
    ])
  })

  it('replaces a row and removes one', () => {
    const [first, second] = [blank.event(), blank.trait()]
    const root = { ...blank.root(), conditions: [first, second] }
    const named = { ...first, event: 'Signed Up' }
    expect(replaceNode(root, named).conditions).toEqual([named, second])
    expect(removeNode(root, first.key).conditions).toEqual([second])
  })

  it('removes a nested group together with its last row', () => {
    const nested = blank.group()
    const root = { ...blank.root(), conditions: [blank.event(), nested] }
    const emptied = removeNode(nested, nested.conditions[0]?.key ?? '')
    expect(replaceNode(root, emptied).conditions).toHaveLength(1)
    expect(countRows(root)).toBe(2)
  })
})
