import { expect, it } from 'vitest'
import type { RecordFilter } from '../../model/view.ts'
import { bothFilters, countConditions, fromDraft, toDraft } from './list-filter.ts'

const filter: RecordFilter = {
  match: 'all',
  conditions: [
    { field: 'name', operator: 'contains', value: 'a' },
    { match: 'none', conditions: [{ field: 'vip', operator: 'set' }] },
  ],
}

it('a filter is the same after it was opened in the builder', () => {
  expect(fromDraft(toDraft(filter))).toEqual(filter)
  expect(countConditions(filter)).toBe(2)
})

it('a condition without its value does not count yet, nor a group of nothing else', () => {
  const draft = toDraft(filter)
  draft.conditions.push({ key: 'x', field: 'amount', operator: 'greater', value: undefined })
  draft.conditions.push({ key: 'y', match: 'any', conditions: [] })
  expect(fromDraft(draft)).toEqual(filter)
})

it('two filters are joined, and an empty one asks for nothing', () => {
  expect(bothFilters({ match: 'any', conditions: [] }, filter)).toEqual(filter)
  expect(bothFilters(filter, filter)).toEqual({ match: 'all', conditions: [filter, filter] })
  expect(bothFilters(undefined, undefined)).toBeUndefined()
})
