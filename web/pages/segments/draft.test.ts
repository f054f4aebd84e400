import { describe, expect, it } from 'vitest'
import { segmentDefinition, type SegmentDefinition } from '../../../model/segment.ts'
import { blank, countRows, removeNode, replaceNode, toDraft } from './draft.ts'
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
