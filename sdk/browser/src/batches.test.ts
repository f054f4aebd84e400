import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toBatches, toBody } from './batches.ts'
import { byteLength } from './queue.ts'

const LIMITS = { events: 5, bytes: 200 }

const entries = fc
  .array(fc.string({ unit: 'grapheme', maxLength: 120 }))
  .map((texts) =>
    texts.map((text, index) => ({ key: String(index), json: JSON.stringify({ text }), beaconedAt: null })),
  )

test('batches hold every event once, in order, within the limits', () => {
  fc.assert(
    fc.property(entries, (all) => {
      const batches = toBatches(all, LIMITS)
      expect(batches.flat()).toEqual(all)
      for (const batch of batches) {
        const bytes = byteLength(batch.map((entry) => entry.json).join(','))
        expect(batch.length).toBeGreaterThan(0)
        expect(batch.length).toBeLessThanOrEqual(LIMITS.events)
        expect(batch.length === 1 || bytes <= LIMITS.bytes).toBe(true)
      }
    }),
  )
})

test('a body is the JSON that servers expect', () => {
  fc.assert(
    fc.property(entries, fc.string(), (batch, writeKey) => {
      expect(JSON.parse(toBody(writeKey, batch))).toEqual({
        writeKey,
        sentAt: expect.any(String),
        batch: batch.map((entry) => JSON.parse(entry.json)),
      })
    }),
  )
})
