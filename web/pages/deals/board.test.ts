import { describe, expect, it } from 'vitest'
import type { BoardColumn, Deal } from '../../../model/deal.ts'
import { findCard, moveCard, neighbour, placeAt, placeOf, removeCard, stepPlace } from './board.ts'

const deal = (id: string, stageId: string, amount: number | null = 100): Deal => ({
  id,
  name: `Deal ${id}`,
  pipeline_id: 'sales',
  stage_id: stageId,
  amount,
  currency: 'EUR',
  person: null,
  company: null,
  owner: null,
  rank: 0,
  expected_close_on: null,
  entered_stage_at: '2026-01-01T00:00:00.000Z',
  closed_at: null,
  version: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
})

const column = (id: string, probability: number, deals: Deal[]): BoardColumn => {
  const amount = deals.reduce((sum, one) => sum + (one.amount ?? 0), 0)
  const stage = { id, name: id, kind: 'open' as const, probability, position: 0 }
  return { stage, count: deals.length, amount, weighted: (amount * probability) / 100, deals, next: null }
}

const board = [
  column('new', 10, [deal('a', 'new'), deal('b', 'new', 50.5), deal('c', 'new')]),
  column('empty', 20, []),
  column('offer', 50, [deal('d', 'offer', null), deal('e', 'offer')]),
]
const [newColumn = column('new', 10, [])] = board

const order = (columns: BoardColumn[]) => columns.map((one) => one.deals.map(({ id }) => id).join(''))

describe('moving a card', () => {
  it('puts it behind the card named, or at the top', () => {
    expect(order(moveCard(board, 'a', { stageId: 'offer', afterDealId: 'd' }))).toEqual(['bc', '', 'dae'])
    expect(order(moveCard(board, 'e', { stageId: 'new', afterDealId: null }))).toEqual(['eabc', '', 'd'])
  })

  it('takes count, sum and weighted sum along', () => {
    const [from, , to] = moveCard(board, 'b', { stageId: 'offer', afterDealId: null })
    expect(from).toMatchObject({ count: 2, amount: 200, weighted: 20 })
    expect(to).toMatchObject({ count: 3, amount: 150.5, weighted: 75.25 })
  })

  it('begins the days in the stage anew, but not when the card stays in its stage', () => {
    const now = new Date('2026-02-01T00:00:00Z')
    const changed = findCard(moveCard(board, 'a', { stageId: 'offer', afterDealId: null }, now), 'a')
    expect(changed?.deal).toMatchObject({ stage_id: 'offer', entered_stage_at: now.toISOString() })
    const stayed = findCard(moveCard(board, 'a', { stageId: 'new', afterDealId: 'c' }, now), 'a')
    expect(stayed?.deal.entered_stage_at).toBe('2026-01-01T00:00:00.000Z')
  })

  it('within its column changes the order and no sum', () => {
    const [changed] = moveCard(board, 'a', { stageId: 'new', afterDealId: 'b' })
    expect(changed).toMatchObject({ count: 3, amount: 250.5 })
    expect(order(moveCard(board, 'a', { stageId: 'new', afterDealId: 'b' }))[0]).toBe('bac')
  })

  it('is undone by its former place', () => {
    const before = placeOf(board, 'b')
    const moved = moveCard(board, 'b', { stageId: 'offer', afterDealId: 'e' })
    expect(before && order(moveCard(moved, 'b', before))).toEqual(order(board))
  })

  it('behind itself, or of an unknown card, changes nothing', () => {
    expect(moveCard(board, 'a', { stageId: 'new', afterDealId: 'a' })).toBe(board)
    expect(moveCard(board, 'x', { stageId: 'new', afterDealId: null })).toBe(board)
  })
})

describe('moving by keyboard', () => {
  it('goes one row up or down', () => {
    expect(stepPlace(board, 'b', 'up')).toEqual({ stageId: 'new', afterDealId: null })
    expect(stepPlace(board, 'b', 'down')).toEqual({ stageId: 'new', afterDealId: 'c' })
  })

  it('goes to the column beside it at the same height, even when that is empty', () => {
    expect(stepPlace(board, 'c', 'right')).toEqual({ stageId: 'empty', afterDealId: null })
    expect(stepPlace(board, 'e', 'left')).toEqual({ stageId: 'empty', afterDealId: null })
  })

  it('stops at the edges', () => {
    expect(stepPlace(board, 'a', 'up')).toBeNull()
    expect(stepPlace(board, 'c', 'down')).toBeNull()
    expect(stepPlace(board, 'a', 'left')).toBeNull()
    expect(stepPlace(board, 'e', 'right')).toBeNull()
  })

  it('finds the place of a row without counting the card itself', () => {
    expect(placeAt(newColumn, 'a', 1)).toEqual({ stageId: 'new', afterDealId: 'b' })
    expect(placeAt(newColumn, 'd', 99)).toEqual({ stageId: 'new', afterDealId: 'c' })
  })
})

describe('the focus', () => {
  it('goes up and down within a column and passes over empty columns sideways', () => {
    expect(neighbour(board, 'a', 'down')).toBe('b')
    expect(neighbour(board, 'a', 'up')).toBeNull()
    expect(neighbour(board, 'c', 'right')).toBe('e')
    expect(neighbour(board, 'd', 'left')).toBe('a')
    expect(neighbour(board, 'd', 'right')).toBeNull()
  })
})

describe('removing a card', () => {
  it('takes it out of the count and the sums', () => {
    expect(removeCard(board, 'b')[0]).toMatchObject({ count: 2, amount: 200, weighted: 20 })
    expect(removeCard(board, 'x')).toBe(board)
  })
})
