import { defaultParseSearch, defaultStringifySearch } from '@tanstack/react-router'
import { describe, expect, it } from 'vitest'
import * as search from './search-params.ts'

describe('what stands after "?" in an address', () => {
  const filter = { match: 'all', conditions: [{ field: 'plan', operator: 'is', value: 'team' }] }
  it('is kept when it makes sense', () => {
    const asked = { search: 'ada', sort: '-name,last_seen', filter, columns: [{ key: 'name', width: 200 }] }
    expect(search.peopleSearch.parse(asked)).toEqual(asked)
  })
  it('is left out when it does not, and the page opens all the same', () => {
    expect(search.peopleSearch.parse({ saved: 'none', columns: 'name', filter: 'all' })).toEqual({})
    expect(search.liveSearch.parse({ tab: 7, outcome: 'lost', search: 'order' })).toEqual({ search: 'order' })
    expect(search.homeSearch.parse({ range: 'century' })).toEqual({})
  })
  it('comes back from the address as it was, with filters of every kind of value', () => {
    const asked = {
      search: '100',
      filter: {
        match: 'any',
        conditions: [
          { field: 'country', operator: 'is', value: ['GB', '01'] },
          { field: 'seats', operator: 'at_least', value: 10 },
          { match: 'none', conditions: [{ field: 'zip', operator: 'is_not', value: '007' }] },
          { field: 'plan', operator: 'set' },
        ],
      },
    }
    expect(search.peopleSearch.parse(defaultParseSearch(defaultStringifySearch(asked)))).toEqual(asked)
  })
})
