import { describe, expect, it } from 'vitest'
import { readTouched } from './touched.ts'

const news = (payload: object) => ({ payload: { gone: [], removed: [], ...payload } })

describe('whom news concern', () => {
  const batch = news({
    people: ['ana', 'bob', 'cleo', 'dan'],
    profiles: ['dan'],
    events: ['page', 'Order Completed'],
    did: [[0], [0, 1], [], []],
  })

  it('are those who did what segments ask about, and those whose profile changed', () => {
    expect(readTouched([batch]).concerned(new Set(['Order Completed', 'Refund']))).toEqual(['bob', 'dan'])
    expect(readTouched([batch]).concerned(new Set(['page']))).toEqual(['ana', 'bob', 'dan'])
    expect(readTouched([batch]).concerned(new Set())).toEqual(['dan'])
  })

  it('are all whom news name that do not say what they did', () => {
    expect(readTouched([news({ people: ['eve'] }), batch]).concerned(new Set())).toEqual(['eve', 'dan'])
  })
})
