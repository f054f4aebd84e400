import { describe, expect, it } from 'vitest'
import type { SavedView, ViewConfig } from '../../model/saved-view.ts'
import { changesFrom, stateOf } from './saved-views.ts'

const filter: ViewConfig['filter'] = {
  match: 'all',
  conditions: [{ field: 'amount', operator: 'greater', value: 10 }],
}
const view: SavedView = {
  id: '0197a5c4-0000-7000-8000-000000000001',
  object: 'deal',
  name: 'Large',
  sharing: 'private',
  team: null,
  owner: { id: 'ana', name: 'Ana' },
  config: { filter, sort: '-amount' },
  version: 1,
  may_edit: true,
  is_default: false,
  is_favourite: false,
  updated_at: '2026-11-26T00:00:00.000Z',
}

describe('what a list shows', () => {
  it('is its view, and above it what the address says', () => {
    expect(stateOf(view, {})).toMatchObject({ config: view.config, isChanged: false })
    expect(stateOf(view, { sort: 'name' })).toMatchObject({
      config: { filter, sort: 'name' },
      isChanged: true,
    })
    expect(stateOf(undefined, {})).toMatchObject({ config: {}, isChanged: false })
  })

  it('comes back from the address, whatever was changed or taken away', () => {
    const changes: ViewConfig[] = [
      { filter, sort: '-amount' },
      { sort: 'name,-amount' },
      { filter },
      {},
      { filter, sort: '-amount', group: 'stage_id', totals: ['amount'], columns: [{ key: 'name' }] },
    ]
    for (const config of changes) {
      expect(stateOf(view, changesFrom(view, config)).config).toEqual(config)
      expect(stateOf(undefined, changesFrom(undefined, config)).config).toEqual(config)
    }
  })

  it('is not said to be changed when it was changed back', () => {
    expect(stateOf(view, { sort: '-amount', filter }).isChanged).toBe(false)
    expect(Object.values(changesFrom(view, view.config)).every((part) => part === undefined)).toBe(true)
  })
})
