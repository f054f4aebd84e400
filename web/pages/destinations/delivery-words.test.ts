import { describe, expect, it } from 'vitest'
import { aboutOf } from './delivery-words.ts'

describe('what a message is about', () => {
  it('names the segment and the person', () => {
    const properties = { segment_name: 'Good customers' }
    const context = { traits: { name: 'Ada Lovelace' } }
    expect(aboutOf({ userId: 'ada', properties, context })).toBe('Good customers · Ada Lovelace')
    expect(aboutOf({ userId: 'ada', properties, context: {} })).toBe('Good customers · ada')
  })

  it('says nothing about a payload of another shape', () => {
    expect([null, 'text', { properties: [] }, { userId: 5 }].map(aboutOf)).toEqual(['', '', '', ''])
  })
})
