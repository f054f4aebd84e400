import type { Clock } from '../platform/clock.ts'

const MAX_BUCKETS = 10_000

/** `burst` attempts at once, then one more every `refillMs`. */
export type BucketSize = { burst: number; refillMs: number }

export type TokenBuckets = {
  /** Takes one attempt. Gives 0 when it was free, else the milliseconds until the next one is. */
  take(key: string): number
  /** Forgets the attempts made under this key. */
  reset(key: string): void
}

/** Counts attempts per key in memory; of more than 10,000 keys the one longest unused is forgotten. */
export function createTokenBuckets(clock: Clock, { burst, refillMs }: BucketSize): TokenBuckets {
  const buckets = new Map<string, { tokens: number; at: number }>()

  function level(key: string, now: number): number {
    const bucket = buckets.get(key)
    return bucket ? Math.min(burst, bucket.tokens + (now - bucket.at) / refillMs) : burst
  }

  return {
    take(key) {
      const now = clock.now()
      const tokens = level(key, now)
      const isFree = tokens >= 1
      buckets.delete(key)
      const [oldest] = buckets.keys()
      if (buckets.size >= MAX_BUCKETS && oldest !== undefined) buckets.delete(oldest)
      buckets.set(key, { tokens: isFree ? tokens - 1 : tokens, at: now })
      return isFree ? 0 : Math.ceil((1 - tokens) * refillMs)
    },
    reset: (key) => void buckets.delete(key),
  }
}
