import { expect, it } from 'vitest'
import { movableClock } from '../platform/testing/index.ts'
import { createShortCache } from './short-cache.ts'

function counted(maxEntries = 10) {
  const clock = movableClock(0)
  const cache = createShortCache<number>({ clock, ttlMs: 1_000, maxEntries })
  let count = 0
  return { clock, cache, find: () => Promise.resolve((count += 1)) }
}

it('answers from memory until the moment is over', async () => {
  const { clock, cache, find } = counted()
  expect([await cache.get('a', find), await cache.get('a', find)]).toEqual([1, 1])
  clock.advance(1_000)
  expect(await cache.get('a', find)).toBe(2)
})

it('asks once for several who ask at once', async () => {
  const { cache, find } = counted()
  expect(await Promise.all([cache.get('a', find), cache.get('a', find)])).toEqual([1, 1])
})

it('forgets everything when cleared, also an answer still under way', async () => {
  const { cache, find } = counted()
  const early = cache.get('a', find)
  cache.clear()
  expect(await cache.get('a', find)).toBe(2)
  expect(await early).toBe(1)
})

it('does not remember a failure', async () => {
  const { cache, find } = counted()
  await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await cache.get('a', find)).toBe(1)
})

it('holds no more than it may', async () => {
  const { cache, find } = counted(2)
  for (const key of ['a', 'b', 'c']) await cache.get(key, find)
  expect(await cache.get('a', find)).toBe(4)
  expect(await cache.get('c', find)).toBe(3)
})
