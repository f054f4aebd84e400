import { expect, it } from 'vitest'
import { movableClock } from '../platform/testing/index.ts'
import { createTokenBuckets } from './token-buckets.ts'

it('gives the burst at once, then one attempt an interval', () => {
  const clock = movableClock(0)
  const buckets = createTokenBuckets(clock, { burst: 2, refillMs: 1_000 })
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 1_000])
  clock.advance(400)
  expect(buckets.take('a')).toBe(600)
  clock.advance(600)
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1_000])
})

it('never saves up more than the burst', () => {
  const clock = movableClock(0)
  const buckets = createTokenBuckets(clock, { burst: 2, refillMs: 1_000 })
  buckets.take('a')
  clock.advance(1_000_000)
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a')]).toEqual([0, 0, 1_000])
})

it('counts keys apart and forgets a key when told', () => {
  const buckets = createTokenBuckets(movableClock(0), { burst: 1, refillMs: 1_000 })
  expect([buckets.take('a'), buckets.take('b'), buckets.take('a')]).toEqual([0, 0, 1_000])
  buckets.reset('a')
  expect(buckets.take('a')).toBe(0)
})

it('stays bounded: of very many keys, those used lately are still counted', () => {
  const buckets = createTokenBuckets(movableClock(0), { burst: 1, refillMs: 1_000 })
  buckets.take('first')
  for (let n = 0; n < 9_999; n++) buckets.take(`key ${n}`)
  expect(buckets.take('first')).toBe(1_000)
  for (let n = 0; n < 10_000; n++) buckets.take(`other ${n}`)
  expect(buckets.take('first')).toBe(0)
})
