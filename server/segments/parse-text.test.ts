import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalText } from '../../model/segment-same.ts'
import { parseSegment } from '../../model/segment-text/parse-segment.ts'
import { segmentSentence } from '../../model/segment-words.ts'
import { segmentDefinition, type SegmentDefinition } from '../../model/segment.ts'
import { companyDefinition as ofCompanies, definition as drawn } from './compile/drawn-segments.ts'

it('a sentence means the very definition of which it was written, whatever is in that', () => {
  const nameOf = (id: string) => id
  const lists = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
  const vocabulary = {
    events: [],
    traits: [],
    companyTraits: [],
    segments: lists.map((id) => ({ id, name: id })),
    users: ["o'ben", 'ana'].map((id) => ({ id, name: id })),
  }
  fc.assert(
    fc.property(fc.oneof(drawn, ofCompanies), (one) => {
      const parsed = segmentDefinition.safeParse(one)
      fc.pre(parsed.success)
      const sentence = segmentSentence(parsed.data, nameOf)
      const read = parseSegment(sentence, vocabulary)
      expect({ sentence, problem: read.problem }).toEqual({ sentence, problem: null })
      if (!read.definition) return
      expect(segmentSentence(read.definition, nameOf)).toBe(sentence)
      expect(canonicalText(read.definition)).toBe(canonicalText(said(parsed.data)))
    }),
    { numRuns: 500 },
  )
})

/** What words leave out because it means nothing: one value in a list, when a first step must come, an upper end nobody asks for. */
function said(definition: SegmentDefinition): SegmentDefinition {
  return segmentDefinition.parse(JSON.parse(JSON.stringify(definition), plain))
}

function plain(key: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    if (key === 'value' && value.length === 1) return value[0]
    if (key === 'steps')
      return value.map((step, place) =>
        place === 0 ? { ...step, within: undefined, without: undefined } : step,
      )
    return value
  }
  if (typeof value !== 'object' || value === null) return value
  const one = { ...value } as Record<string, unknown>
  if (one['how'] !== 'between') delete one['times_to']
  if (one['operator'] === 'set' || one['operator'] === 'not_set') delete one['value']
  if (one['operator'] === 'anniversary') delete one['unit']
  const where = one['where']
  if (Array.isArray(where) && where.length < 2) delete one['where_match']
  if (one['kind'] !== 'occurrence') {
    const window = one['window'] as { kind: string; from?: unknown; to?: unknown } | undefined
    if (window?.kind === 'between' && window.from === null && window.to === null) delete one['window']
    if (one['kind'] === 'event') delete one['days']
  }
  return one
}
