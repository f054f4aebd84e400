const INCREMENT = 0x6d2b79f5

/** A seeded generator of numbers from 0 up to 1 (mulberry32), so that training twice gives the same model. */
export function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + INCREMENT) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
