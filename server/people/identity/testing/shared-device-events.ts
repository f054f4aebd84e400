import type { Named } from './other-algorithms.ts'

const HOUSEHOLDS = 60
const SHOP_TABLETS = 4
const SEED = 20_261_125

/**
 * Events of families who share a tablet, a landline and sometimes an address, and of customers who sign in on a shop's
 * tablet; the same at every run. `truth` says whose each identifier is, except for what is nobody's alone.
 */
export function sharedDeviceEvents(): { events: Named[]; truth: Map<string, string> } {
  const random = seeded(SEED)
  const events: Named[] = []
  const truth = new Map<string, string>()
  for (let house = 0; house < HOUSEHOLDS; house++) {
    const members = 1 + Math.floor(random() * 4)
    const tablet = `anonymous_id:tablet-${house}`
    for (let member = 0; member < members; member++) {
      const who = `${house}-${member}`
      const own = ['phone', 'laptop']
        .slice(0, 1 + Math.floor(random() * 2))
        .map((kind) => `anonymous_id:${kind}-${who}`)
      // One in five never makes an account and is known by an address only.
      const user = random() < 0.8 ? `user_id:${who}` : null
      const email = `email:${who}@x.com`
      for (const id of [user, email, ...own]) if (id) truth.set(id, who)
      const names = user ? [user, email] : [email]
      for (const device of own) events.push([device], [...names, device])
      events.push([tablet], [...names, tablet])
      if (random() < 0.5) events.push([...names, `phone:landline-${house}`])
      if (user && random() < 0.1) events.push([user, `email:family-${house}@x.com`])
      if (user && random() < 0.3) events.push([user, `ios.id:shop-${Math.floor(random() * SHOP_TABLETS)}`])
    }
  }
  return { events: shuffled(events, random), truth }
}

function shuffled<One>(list: One[], random: () => number): One[] {
  return list
    .map((one) => ({ one, key: random() }))
    .sort((x, y) => x.key - y.key)
    .map(({ one }) => one)
}

/** Mulberry32: a small generator whose numbers follow from the seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
