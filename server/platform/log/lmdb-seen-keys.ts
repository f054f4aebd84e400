import type { Database, RootDatabase } from 'lmdb'
import type { SeenKeys, Sighting } from './log.ts'

const DAY_MS = 24 * 60 * 60 * 1000
export const SEEN_WINDOW_MS = 7 * DAY_MS

type Remembered = [place: string, at: number]

/**
 * Keys live in two generations of one window each. A look-up asks both; a generation whose window has passed twice
 * is dropped as a whole, which costs nothing, where expiring key by key would double the writes.
 */
export function lmdbSeenKeys(root: RootDatabase): SeenKeys {
  const generations = [generation(root, 0), generation(root, 1)] as const
  const eras = root.openDB<number, number>({ name: 'seen-eras' })

  const rotate = async (now: number) => {
    const era = Math.floor(now / SEEN_WINDOW_MS)
    const parity = era % 2
    const holds = eras.get(parity)
    if (holds !== undefined && holds >= era) return
    if (holds !== undefined) await generations[parity]!.clearAsync()
    await eras.put(parity, era)
  }

  return {
    async claim(sightings) {
      if (sightings.length === 0) return []
      await rotate(sightings.reduce((latest, { at }) => Math.max(latest, at), 0))
      const answers: boolean[] = []
      await root.transaction(() => {
        for (const sighting of sightings) answers.push(claimOne(generations, sighting))
      })
      return answers
    },
  }
}

function generation(root: RootDatabase, parity: number): Database<Remembered, string> {
  return root.openDB<Remembered, string>({ name: `seen-${parity}` })
}

function claimOne(generations: readonly Database<Remembered, string>[], { key, place, at }: Sighting): boolean {
  for (const one of generations) {
    const known = one.get(key)
    if (known && Math.abs(at - known[1]) < SEEN_WINDOW_MS) return known[0] !== place
  }
  void generations[Math.floor(at / SEEN_WINDOW_MS) % 2]!.put(key, [place, at])
  return false
}
