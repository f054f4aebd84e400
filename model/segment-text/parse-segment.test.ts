import { describe, expect, it } from 'vitest'
import { canonicalText } from '../segment-same.ts'
import { segmentDefinition } from '../segment.ts'
import { completionsAt } from './complete.ts'
import { parseSegment } from './parse-segment.ts'

const vip = '00000000-0000-4000-8000-00000000000c'
const vocabulary = {
  events: ['Order Completed', 'Product Viewed', 'Signed Up'],
  traits: ['country', 'plan', 'trial_end', 'address'],
  companyTraits: ['industry'],
  segments: [
    { id: vip, name: 'VIPs' },
    { id: '00000000-0000-4000-8000-00000000000d', name: 'Twice' },
    { id: '00000000-0000-4000-8000-00000000000e', name: 'Twice' },
  ],
  users: [
    { id: 'u1', name: 'Ana Ruiz' },
    { id: 'u2', name: 'Ben' },
  ],
}
const conditionsOf = (text: string) => {
  const { definition, problem } = parseSegment(text, vocabulary)
  expect(problem).toBeNull()
  return definition
}
const meant = (definition: object) => canonicalText(segmentDefinition.parse(definition))

describe('a sentence about people', () => {
  const plainly: [text: string, definition: object][] = [
    [
      "can't be reached by text message and can be reached by email with the consent plan",
      {
        conditions: [
          { kind: 'reach', can: false, channel: 'sms' },
          { kind: 'reach', channel: 'email', consent: 'plan' },
        ],
      },
    ],
    [
      'who are owned by ana ruiz or nobody or “Ben” or plan is pro',
      {
        match: 'any',
        conditions: [
          { kind: 'owner', owners: ['u1', null, 'u2'] },
          { kind: 'trait', comparison: { field: 'plan', operator: 'is', value: 'pro' } },
        ],
      },
    ],
    [
      'did order completed twice in the last 30 days and country = DE',
      {
        conditions: [
          { kind: 'event', event: 'Order Completed', times: 2, how: 'exactly', days: 30 },
          { kind: 'trait', comparison: { field: 'country', operator: 'is', value: 'DE' } },
        ],
      },
    ],
    [
      "Everybody who didn't do Product Viewed since 2026-01-01, or plan is one of free, trial",
      {
        match: 'any',
        conditions: [
          {
            kind: 'event',
            did: false,
            event: 'Product Viewed',
            window: { kind: 'between', from: '2026-01-01' },
          },
          { kind: 'trait', comparison: { field: 'plan', operator: 'is', value: ['free', 'trial'] } },
        ],
      },
    ],
    [
      'people who did Product Viewed and then Order Completed within 3 days without Signed Up in between',
      {
        conditions: [
          {
            kind: 'sequence',
            steps: [
              { event: 'Product Viewed' },
              {
                event: 'Order Completed',
                within: { amount: 3, unit: 'day' },
                without: [{ event: 'Signed Up' }],
              },
            ],
          },
        ],
      },
    ],
    [
      'work for a company with 3 or more people who did Signed Up',
      {
        conditions: [
          {
            kind: 'company',
            conditions: [{ kind: 'people', times: 3, conditions: [{ kind: 'event', event: 'Signed Up' }] }],
          },
        ],
      },
    ],
    [
      'have no deal whose state is open, and (trial_end is more than 3 days from now or are in the segment vips)',
      {
        conditions: [
          { kind: 'deal', has: false, where: [{ field: 'state', operator: 'is', value: 'open' }] },
          {
            kind: 'group',
            match: 'any',
            conditions: [
              {
                kind: 'trait',
                comparison: { field: 'trial_end', operator: 'after_next', value: 3, unit: 'day' },
              },
              { kind: 'segment', segment: vip },
            ],
          },
        ],
      },
    ],
    [
      'whose total of price is more than 500 over Order Completed between 2 weeks and 3 days ago',
      {
        conditions: [
          {
            kind: 'aggregate',
            of: 'sum',
            field: 'price',
            event: 'Order Completed',
            operator: 'greater',
            value: 500,
            window: { kind: 'ago', from: 14, to: 3, unit: 'day' },
          },
        ],
      },
    ],
  ]

  it.each(plainly)('may be said as people say it: %s', (text, definition) => {
    const read = conditionsOf(text)
    expect(read && canonicalText(read)).toBe(meant(definition))
  })

  it.each([
    ['who did', 'name of an event is missing', 7, 'Order Completed'],
    ['who did Order Completed within the last 2 months', 'no fixed length', 42, '60 days'],
    ['who did Order Completed and country is DE or plan is free', 'brackets', 42, '( … )'],
    ['whose country', 'Say how it compares', 13, 'is'],
    ['whose country is', 'value is missing', 16, undefined],
    ['are in the segment VIP', 'no segment “VIP”', 19, 'VIPs'],
    ['are in the segment Twice', 'There are 2 segments', 19, '00000000-0000-4000-8000-00000000000d'],
    ['who like us', 'Here a condition should stand', 4, 'who did'],
    ['did Signed Up quickly', 'the end', 14, 'and'],
    ['(did Signed Up', 'not closed', 0, ')'],
    ['did A, then B without C', 'Say “between”', 23, 'between'],
    ['did Signed Up between 5 and 2 times', 'upper end', 0, undefined],
    ['', 'Here a condition should stand', 0, 'who did'],
  ])(
    'that cannot be read says what is wrong, where, and what to write: %s',
    (text, message, from, suggestion) => {
      const { problem } = parseSegment(text, vocabulary)
      expect(problem).toMatchObject({ message: expect.stringContaining(message), from })
      expect(problem?.suggestions[0]).toBe(suggestion)
    },
  )

  it('is read although it names what nobody did, and says so with what may be meant', () => {
    const { definition, notes } = parseSegment('did “Order Complete” and cuntry is DE', vocabulary)
    expect(definition?.conditions).toHaveLength(2)
    expect(notes).toMatchObject([
      { from: 4, suggestions: ['Order Completed'] },
      { from: 25, suggestions: ['country'] },
    ])
  })

  const completions: [text: string, ...expected: string[]][] = [
    ['', 'did', 'whose'],
    ['People who did ', '“Order Completed”'],
    ['who did Order Co', '“Order Completed”'],
    ['who did “Sig', '“Signed Up”'],
    ['whose ', 'country', 'plan'],
    ['did “Signed Up” ', 'within the last', 'and', 'at least'],
    ['did “Signed Up” with', 'within the last'],
    ['are in the segment V', '“VIPs”'],
    ['whose country ', 'is', 'has any value'],
    ['belong to a company whose in', 'industry'],
  ]
  it.each(completions)('can be completed: %s', (text, ...expected) => {
    const found = completionsAt(text, text.length, vocabulary).map((one) => one.text)
    expect(found).toEqual(expect.arrayContaining(expected))
  })
})
