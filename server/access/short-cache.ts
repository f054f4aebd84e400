import type { Clock } from '../platform/clock.ts'

export type ShortCacheOptions = { clock: Clock; ttlMs: number; maxEntries: number }

/** Remembers answers for a moment; several askers of the same key at once share one look-up. */
export type ShortCache<Value> = {
  get(key: string, find: () => Promise<Value>): Promise<Value>
  clear(): void
}

/** Makes a cache that holds at most `maxEntries` and forgets the oldest first. */
export function createShortCache<Value>({ clock, ttlMs, maxEntries }: ShortCacheOptions): ShortCache<Value> {
  const entries = new Map<string, { until: number; value: Promise<Value> }>()

  function remember(key: string, value: Promise<Value>): void {
    const [oldest] = entries.keys()
    if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest)
    const entry = { until: clock.now() + ttlMs, value }
    entries.set(key, entry)
    value.catch(() => entries.get(key) === entry && entries.delete(key))
  }

  return {
    get(key, find) {
      const known = entries.get(key)
      if (known && known.until > clock.now()) return known.value
      entries.delete(key)
      const value = find()
      remember(key, value)
      return value
    },
    clear: () => entries.clear(),
  }
}
