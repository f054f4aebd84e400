import { expect, it } from 'vitest'
import { segments } from './segments.ts'

it('measures every kind of segment on data it makes, and finds what the hand-written SQL finds', async () => {
  const figures = await segments({ people: 500, events: 5_000, seconds: 1, args: [] })
  const { found } = figures
  expect(Object.values(found).map(([kith]) => kith)).toEqual(Object.values(found).map(([, byHand]) => byHand))
  expect(figures.live_events_per_second).toBeGreaterThan(0)
})
