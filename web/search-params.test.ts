import { describe, expect, it } from 'vitest'
import * as search from './search-params.ts'

describe('what stands after "?" in an address', () => {
  it('is kept when it makes sense', () => {
    const filter = [{ field: 'plan', operator: 'is', value: 'team' }]
    expect(search.peopleSearch.parse({ search: 'ada', sort: '-name', filter })).toEqual({
      search: 'ada',
      sort: '-name',
      filter,
    })
  })
  it('is left out when it does not, and the page opens all the same', () => {
    expect(search.peopleSearch.parse({ sort: 'height', segment: 'none', filter: 'all' })).toEqual({})
    expect(search.liveSearch.parse({ tab: 7, outcome: 'lost', search: 'order' })).toEqual({ search: 'order' })
    expect(search.homeSearch.parse({ range: 'century' })).toEqual({})
  })
})
