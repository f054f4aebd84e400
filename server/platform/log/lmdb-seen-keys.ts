import type { Database, RootDatabase } from 'lmdb'
import { PAGE_BYTES } from './lmdb-room.ts'
import { openLmdb } from './lmdb.ts'
import type { SeenKeys, Sighting } from './log.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const SEEN_WINDOW_MS = 7 * DAY_MS

type Remembered = [place: string, at: number]

/**
 * Keys live in generations of one window each. A look-up asks all; the oldest is dropped as a whole, which costs
 * nothing, where expiring key by key would double the writes. Three, because a batch that reaches from one window into
 * the next asks for the time before both, and must get the same answers when it is run again.
 */
export function openSeenKeys(folder: string): SeenKeys & { close(): Promise<void> } {
  const { root, write, close } = openLmdb(folder)
  const generations = [0, 1, 2].map((slot) => generation(root, slot))
  const eras = root.openDB<number, number>({ name: 'seen-eras' })

  // Each page that becomes free is noted with its number of 8 bytes.
  const clear = (generation: Database) => write(2 * 8 * pagesOf(generation), () => generation.clearAsync())
  const rotate = async (now: number) => {
    const era = Math.floor(now / SEEN_WINDOW_MS)
    const slot = era % generations.length
    const holds = eras.get(slot)
    if (holds !== undefined && holds >= era) return
    if (holds !== undefined) await clear(generations[slot]!)
    await write(PAGE_BYTES, () => eras.put(slot, era))
  }

  return {
    async claim(sightings) {
      if (sightings.length === 0) return []
      await rotate(sightings.reduce((latest, { at }) => Math.max(latest, at), 0))
      const answers: boolean[] = []
      // Keys lie anywhere: each may have a page written anew.
      await write(sightings.length * PAGE_BYTES, () =>
        root.transaction(() => {
          for (const sighting of sightings) answers.push(claimOne(generations, sighting))
        }),
      )
      return answers
    },
    close,
  }
}

function generation(root: RootDatabase, slot: number): Database<Remembered, string> {
  return root.openDB<Remembered, string>({ name: `seen-${slot}` })
}

function pagesOf(generation: Database): number {
  const { treeBranchPageCount, treeLeafPageCount } = generation.getStats() as Record<string, number>
  return (treeBranchPageCount ?? 0) + (treeLeafPageCount ?? 0)
}

function claimOne(
  generations: readonly Database<Remembered, string>[],
  { key, place, at }: Sighting,
): boolean {
  for (const one of generations) {
    const known = one.get(key)
    if (known && Math.abs(at - known[1]) < SEEN_WINDOW_MS) return known[0] !== place
  }
  void generations[Math.floor(at / SEEN_WINDOW_MS) % generations.length]!.put(key, [place, at])
  return false
}
