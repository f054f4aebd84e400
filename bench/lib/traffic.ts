/** A seeded generator of numbers between 0 and 1 (mulberry32), so that every run sends the same traffic. */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Mix = {
  /** How many people there are to draw from; nearly all of them have been met after the warm-up of a benchmark. */
  people: number
  /** Share of events by somebody who was never met before. */
  newcomers: number
  /** Share of events by visitors who have not signed in. */
  anonymous: number
  /** Share of events that are identify calls with traits. */
  identify: number
}

/**
 * Usual traffic: mostly known people, three in a hundred events by somebody new, a third not signed in, some signing in
 * on a second device.
 */
export const usualMix: Mix = { people: 50_000, newcomers: 0.03, anonymous: 0.33, identify: 0.05 }

const NAMES = [
  'Product Viewed',
  'Product Added',
  'Cart Viewed',
  'Checkout Started',
  'Order Completed',
  'Search Performed',
]

/** Bodies of batch requests, each event with a message id of its own. */
export function* batches(
  mix: Mix,
  options: { seed: number; size: number; writeKey: string },
): Generator<Buffer> {
  const random = seededRandom(options.seed)
  for (let number = 0; ; number++) {
    const batch = Array.from({ length: options.size }, (_, index) =>
      oneEvent(mix, random, `${options.seed}-${number}-${index}`),
    )
    yield Buffer.from(JSON.stringify({ writeKey: options.writeKey, sentAt: new Date().toISOString(), batch }))
  }
}

function oneEvent(mix: Mix, random: () => number, messageId: string): object {
  const person = random() < mix.newcomers ? `new-${messageId}` : String(Math.floor(random() * mix.people))
  const device = random() < 0.1 ? `${person}-phone` : `${person}`
  const who =
    random() < mix.anonymous
      ? { anonymousId: `visitor-${device}` }
      : { anonymousId: `visitor-${device}`, userId: `user-${person}` }
  const common = {
    ...who,
    messageId,
    timestamp: new Date().toISOString(),
    context: {
      library: { name: 'bench', version: '1' },
      page: { path: '/shop', url: 'https://shop.example/shop' },
    },
  }
  if (random() < mix.identify && 'userId' in who) {
    return {
      ...common,
      type: 'identify',
      traits: {
        email: `person${person}@example.com`,
        name: `Person ${person}`,
        plan: random() < 0.7 ? 'free' : 'pro',
      },
    }
  }
  const price = Math.round(random() * 20_000) / 100
  return {
    ...common,
    type: 'track',
    event: NAMES[Math.floor(random() * NAMES.length)],
    properties: {
      product_id: `sku-${Math.floor(random() * 2_000)}`,
      category: `category ${Math.floor(random() * 40)}`,
      price,
      currency: 'EUR',
      quantity: 1 + Math.floor(random() * 3),
    },
  }
}
