import { describe, expect, it } from 'vitest'
import type { LiveEvent } from '../../model/source.ts'
import { filterLive } from './filter-live.ts'
import { withFresh } from './live-events.ts'

const event = (seq: number, part: Partial<LiveEvent> = {}): LiveEvent => ({
  seq,
  received_at: new Date(seq * 1000).toISOString(),
  source: 'Shop',
  type: 'track',
  event: 'Order Completed',
  message_id: `m-${seq}`,
  person: null,
  outcome: 'stored',
  reason: null,
  steps: [],
  payload: { properties: { total: 20 } },
  ...part,
})

describe('the stream of events', () => {
  it('is newest first', () => {
    expect(withFresh([event(1)], [event(2), event(3)]).map(({ seq }) => seq)).toEqual([3, 2, 1])
  })
  it('shows an event once, though it comes again after a reconnect', () => {
    const before = withFresh([], [event(1), event(2)])
    expect(withFresh(before, [event(1), event(2)])).toBe(before)
    expect(withFresh([], [event(1), event(1)])).toHaveLength(1)
  })
  it('tells events of a restarted server from those before', () => {
    const later = event(1, { received_at: new Date(9_999_000).toISOString() })
    expect(withFresh([event(1)], [later])).toHaveLength(2)
  })
  it('keeps the newest thousand', () => {
    const many = Array.from({ length: 1_200 }, (_, seq) => event(seq))
    const kept = withFresh([], many)
    expect(kept).toHaveLength(1_000)
    expect(kept[0]?.seq).toBe(1_199)
  })
})

describe('the filter of the stream', () => {
  const events = [event(1), event(2, { source: 'App', type: 'identify', event: '', outcome: 'dropped' })]
  it.each([
    [{}, 2],
    [{ source: 'App' }, 1],
    [{ type: 'track' }, 1],
    [{ outcome: 'dropped' as const }, 1],
    [{ search: 'ORDER' }, 1],
    [{ search: '"total":20' }, 2],
    [{ source: 'Shop', outcome: 'dropped' as const }, 0],
  ])('%j lets %i through', (filter, count) => {
    expect(filterLive(events, filter)).toHaveLength(count)
  })
})
