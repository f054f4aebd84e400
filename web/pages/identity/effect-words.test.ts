import { expect, it } from 'vitest'
import { effectSentences } from './effect-words.ts'

const nothing = {
  split: { people: 0, into: 0 },
  merged: { people: 0, into: 0 },
  identifiers: { blocked: 0, quarantined: 0, shared: 0, freed: 0 },
  examples: [],
}

it('says what rules would change, and that nothing would', () => {
  expect(effectSentences(nothing)).toEqual(['Nobody would be split or merged by it today.'])
  const split = { people: 312, into: 650 }
  expect(effectSentences({ ...nothing, split, merged: { people: 40, into: 18 } })).toEqual([
    '312 people would be split into 650.',
    '40 people would be merged into 18.',
  ])
})
