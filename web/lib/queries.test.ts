import { describe, expect, it } from 'vitest'
import { replaceRow } from './queries.ts'

describe('changing one row of a list that has been read in pages', () => {
  const cached = {
    pages: [
      { data: [{ id: 1, on: true }], next: 'c' },
      { data: [{ id: 2, on: true }], next: null },
    ],
    pageParams: [null, 'c'],
  }
  const changed = replaceRow(
    cached,
    (row) => row.id === 2,
    (row) => ({ ...row, on: false }),
  )

  it('changes that row only', () => {
    expect(changed.pages.flatMap((page) => page.data)).toEqual([
      { id: 1, on: true },
      { id: 2, on: false },
    ])
  })
  it('leaves the list as it was for an undo, and its pages where they were', () => {
    expect(cached.pages[1]?.data[0]?.on).toBe(true)
    expect(changed.pageParams).toEqual([null, 'c'])
  })
})
