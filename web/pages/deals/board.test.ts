import { describe, expect, it } from 'vitest'
import type { Deal } from '../../../model/deal.ts'
import { dealRules, type DealColumn } from './deal-columns.ts'
import {
  appendCards,
  dropPlace,
  findCard,
  moveCard,
  neighbour,
  placeAt,
  placeOf,
  standsAt,
  stepPlace,
  type Place,
} from '../../components/board/board.ts'

const deal = (id: string, stageId: string, amount: number | null = 100): Deal => ({
  id,
  name: `Deal ${id}`,
  pipeline_id: 'sales',
  stage_id: stageId,
  amount,
  currency: 'EUR',
  amount_source: 'manual' as const,
  person: null,
  company: null,
  owner: null,
  rank: 0,
  next_activity: null,
  last_activity_at: null,
  close_reason: null,
  close_note: '',
  expected_close_on: null,
  entered_stage_at: '2026-01-01T00:00:00.000Z',
  closed_at: null,
  version: 1,
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
})

const column = (id: string, probability: number, deals: Deal[]): DealColumn => {
  const amount = deals.reduce((sum, one) => sum + (one.amount ?? 0), 0)
  const more = { forecast_category: 'pipeline' as const, rotting_days: null, required_fields: [] }
  const stage = { id, name: id, kind: 'open' as const, probability, position: 0, ...more }
  return {
    stage,
    count: deals.length,
    amount,
    weighted: (amount * probability) / 100,
    cards: deals,
    next: null,
  }
}

const board = [
  column('new', 10, [deal('a', 'new'), deal('b', 'new', 50.5), deal('c', 'new')]),
  column('empty', 20, []),
  column('offer', 50, [deal('d', 'offer', null), deal('e', 'offer')]),
]
const [newColumn = column('new', 10, [])] = board

const now = new Date('2026-02-01T00:00:00Z')
const move = (columns: DealColumn[], dealId: string, place: Place) =>
  moveCard(columns, dealId, place, dealRules({ currency: 'EUR', now }))
const order = (columns: DealColumn[]) => columns.map((one) => one.cards.map(({ id }) => id).join(''))

describe('moving a card', () => {
  it('puts it behind the card named, or at the top', () => {
    expect(order(move(board, 'a', { stageId: 'offer', afterId: 'd' }))).toEqual(['bc', '', 'dae'])
    expect(order(move(board, 'e', { stageId: 'new', afterId: null }))).toEqual(['eabc', '', 'd'])
  })

  it('takes count, sum and weighted sum along', () => {
    const [from, , to] = move(board, 'b', { stageId: 'offer', afterId: null })
    expect(from).toMatchObject({ count: 2, amount: 200, weighted: 20 })
    expect(to).toMatchObject({ count: 3, amount: 150.5, weighted: 75.25 })
  })

  it('counts a deal in another currency, but does not add its amount', () => {
    const foreign = [column('new', 10, [{ ...deal('a', 'new'), currency: 'USD' }]), column('offer', 50, [])]
    const [from, to] = move(foreign, 'a', { stageId: 'offer', afterId: null })
    expect(from).toMatchObject({ count: 0, amount: 100 })
    expect(to).toMatchObject({ count: 1, amount: 0 })
  })

  it('begins the days in the stage anew, but not when the card stays in its stage', () => {
    const changed = findCard(move(board, 'a', { stageId: 'offer', afterId: null }), 'a')
    expect(changed?.card).toMatchObject({ stage_id: 'offer', entered_stage_at: now.toISOString() })
    const stayed = findCard(move(board, 'a', { stageId: 'new', afterId: 'c' }), 'a')
    expect(stayed?.card.entered_stage_at).toBe('2026-01-01T00:00:00.000Z')
  })

  it('within its column changes the order and no sum', () => {
    const [changed] = move(board, 'a', { stageId: 'new', afterId: 'b' })
    expect(changed).toMatchObject({ count: 3, amount: 250.5 })
    expect(order(move(board, 'a', { stageId: 'new', afterId: 'b' }))[0]).toBe('bac')
  })

  it('is undone by its former place', () => {
    const before = placeOf(board, 'b')
    const moved = move(board, 'b', { stageId: 'offer', afterId: 'e' })
    expect(before && order(move(moved, 'b', before))).toEqual(order(board))
  })

  it('behind itself, or of an unknown card, changes nothing', () => {
    expect(move(board, 'a', { stageId: 'new', afterId: 'a' })).toBe(board)
    expect(move(board, 'x', { stageId: 'new', afterId: null })).toBe(board)
  })
})

describe('moving by keyboard', () => {
  it('goes one row up or down', () => {
    expect(stepPlace(board, 'b', 'up')).toEqual({ stageId: 'new', afterId: null })
    expect(stepPlace(board, 'b', 'down')).toEqual({ stageId: 'new', afterId: 'c' })
  })

  it('goes to the column beside it at the same height, even when that is empty', () => {
    expect(stepPlace(board, 'c', 'right')).toEqual({ stageId: 'empty', afterId: null })
    expect(stepPlace(board, 'e', 'left')).toEqual({ stageId: 'empty', afterId: null })
  })

  it('stops at the edges', () => {
    expect(stepPlace(board, 'a', 'up')).toBeNull()
    expect(stepPlace(board, 'c', 'down')).toBeNull()
    expect(stepPlace(board, 'a', 'left')).toBeNull()
    expect(stepPlace(board, 'e', 'right')).toBeNull()
  })

  it('finds the place of a row without counting the card itself', () => {
    expect(placeAt(newColumn, 'a', 1)).toEqual({ stageId: 'new', afterId: 'b' })
    expect(placeAt(newColumn, 'd', 99)).toEqual({ stageId: 'new', afterId: 'c' })
  })
})

describe('dropping a card', () => {
  it('on the upper half of another puts it before that one, on the lower half behind it', () => {
    expect(dropPlace(board, 'd', { stageId: 'new', cardId: 'b', below: false })).toEqual({
      stageId: 'new',
      afterId: 'a',
    })
    expect(dropPlace(board, 'd', { stageId: 'new', cardId: 'b', below: true })).toEqual({
      stageId: 'new',
      afterId: 'b',
    })
    expect(dropPlace(board, 'd', { stageId: 'new', cardId: 'a', below: false })).toEqual({
      stageId: 'new',
      afterId: null,
    })
  })

  it('on a column puts it at the end', () => {
    expect(dropPlace(board, 'a', { stageId: 'offer', cardId: null, below: false })).toEqual({
      stageId: 'offer',
      afterId: 'e',
    })
    expect(dropPlace(board, 'a', { stageId: 'empty', cardId: null, below: true })).toEqual({
      stageId: 'empty',
      afterId: null,
    })
  })

  it('where it stands already is no move', () => {
    expect(dropPlace(board, 'b', { stageId: 'new', cardId: 'b', below: true })).toBeNull()
    const place = dropPlace(board, 'b', { stageId: 'new', cardId: 'a', below: true })
    expect(place && standsAt(board, 'b', place)).toBe(true)
    expect(standsAt(board, 'b', { stageId: 'new', afterId: null })).toBe(false)
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

describe('the next page of a column', () => {
  it('comes behind the cards that are there, without those that were moved here meanwhile', () => {
    const page = { data: [deal('c', 'new'), deal('f', 'new')], next: 'further' }
    const longer = appendCards(newColumn, page)
    expect(longer.cards.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'f'])
    expect(longer).toMatchObject({ next: 'further', count: 3 })
  })
})
