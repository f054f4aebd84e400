import { expect, it } from 'vitest'
import { rhythmText } from './rhythm-words.ts'

const at = { time: '08:00', time_zone: 'Europe/Berlin' }

it('says when a dashboard is mailed', () => {
  expect(rhythmText({ every: 'week', days: [1, 5], ...at })).toBe(
    'Every Monday and Friday at 08:00 (Europe/Berlin)',
  )
  expect(rhythmText({ every: 'month', days: [1, 22, 13], ...at })).toBe(
    'On the 1st, 22nd, and 13th of every month at 08:00 (Europe/Berlin)',
  )
})
