import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
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
  it('comes back from the address as it was, with filters of every kind of value', () => {
    const asked = {
      search: '100',
      filter: [
        { field: 'country', operator: 'is', value: ['GB', '01'] },
        { field: 'seats', operator: 'at_least', value: 10 },
        { field: 'address.zip', operator: 'is_not', value: '007' },
        { field: 'plan', operator: 'set' },
      ],
    }
    expect(search.peopleSearch.parse(defaultParseSearch(defaultStringifySearch(asked)))).toEqual(asked)
  })
})
