import { describe, expect, it } from 'vitest'
import { dayFrom, dueOf, dueState, dueText, localDay, movedTo, remindAt } from './activities.ts'

const noon = new Date(2026, 2, 10, 12)
const at = (day: number, hour: number) => ({
  due_at: new Date(2026, 2, day, hour).toISOString(),
  due_on: null,
})
const on = (day: string) => ({ due_at: null, due_on: day })

describe('a due date', () => {
  it.each([
    [on('2026-03-09'), 'overdue', 'Yesterday'],
    [on('2026-03-10'), 'today', 'Today'],
    [on('2026-03-11'), 'upcoming', 'Tomorrow'],
    [at(10, 11), 'overdue', /^Today, 11:00/],
    [at(10, 13), 'today', /^Today, (13:00|1:00)/],
    [at(11, 9), 'upcoming', /^Tomorrow, 0?9:00/],
    [{ due_at: null, due_on: null }, 'none', 'No date'],
  ])('%j is %s at noon', (due, state, text) => {
    expect(dueState(due, noon)).toBe(state)
    expect(dueText(due, noon)).toMatch(text)
  })

  it('of another year says which', () => {
    expect(dueText(on('2027-01-05'), noon)).toContain('2027')
    expect(dueText(on('2026-12-05'), noon)).not.toContain('2026')
  })

  it('keeps its time of day when it moves to another day', () => {
    expect(movedTo('2026-04-01', at(10, 9))).toEqual({
      due_at: new Date(2026, 3, 1, 9).toISOString(),
      due_on: null,
    })
    expect(movedTo('2026-04-01', on('2026-03-10'))).toEqual(on('2026-04-01'))
  })

  it('is a whole day without a time', () => {
    expect(dueOf('2026-03-10', '')).toEqual(on('2026-03-10'))
    expect(dueOf('', '10:00')).toEqual({ due_at: null, due_on: null })
  })

  it('reminds before it, and of a whole day before nine in the morning', () => {
    expect(remindAt(at(10, 9), '60')).toBe(new Date(2026, 2, 10, 8).toISOString())
    expect(remindAt(on('2026-03-10'), '0')).toBe(new Date(2026, 2, 10, 9).toISOString())
    expect(remindAt(on('2026-03-10'), '')).toBeNull()
    expect(remindAt({ due_at: null, due_on: null }, '15')).toBeNull()
  })

  it('counts days over the end of a month', () => {
    expect(dayFrom(22, noon)).toBe('2026-04-01')
    expect(localDay(noon)).toBe('2026-03-10')
  })
})
