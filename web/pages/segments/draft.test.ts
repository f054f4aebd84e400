import { describe, expect, it } from 'vitest'
import { segmentDefinition, type SegmentDefinition } from '../../../model/segment.ts'
import { blank, changeNode, countRows, toDraft } from './draft.ts'
import { readDraft } from './read-draft.ts'

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
    const trait = { ...blank.trait(), comparison: { ...blank.comparison(), field: 'plan', operator: 'set' as const, values: ['pro'] } }
    expect(readDraft({ ...blank.root(), conditions: [trait] }).definition?.conditions).toEqual([
      { kind: 'trait', comparison: { field: 'plan', operator: 'set' } },
    ])
  })

  it('changes a row wherever it is nested', () => {
    const inner = blank.event()
    const root = { ...blank.root(), conditions: [{ ...blank.group(), conditions: [inner] }] }
    const changed = changeNode(root, inner.key, () => ({ ...inner, event: 'Signed Up' }))
    expect(readDraft(changed).definition?.conditions).toMatchObject([{ conditions: [{ event: 'Signed Up' }] }])
  })

  it('removes a group together with its last row', () => {
    const inner = blank.event()
    const other = blank.trait()
    const root = { ...blank.root(), conditions: [{ ...blank.group(), conditions: [inner] }, other] }
    expect(changeNode(root, inner.key, () => null).conditions).toEqual([other])
    expect(countRows(root)).toBe(2)
  })
})
