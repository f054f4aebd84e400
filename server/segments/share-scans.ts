import type { Platform } from '../platform/index.ts'

/** ClickHouse reads queries up to 256 KB; a comparison takes about 400 bytes. */
export const MAX_WEIGHT = 500

/** What could not be evaluated, and why. */
export type Failure<One> = { one: One; error: string }

export type SharedScan<One> = {
  /** How much one adds to a query. */
  weigh: (one: One) => number
  scan: (together: One[]) => Promise<void>
}

/**
 * Runs `scan` for segments (or computed traits) together, as far as they fit into one query. When it fails because of one and not
 * because the warehouse is away, finds that one: what cannot be evaluated must not stop the others.
 * Throws when the warehouse does not answer.
 */
export async function shareScans<One>(
  platform: Platform,
  all: One[],
  { weigh, scan }: SharedScan<One>,
): Promise<Failure<One>[]> {
  const failures: Failure<One>[] = []
  for (const together of splitByWeight(all, weigh))
    failures.push(...(await scanOrSplit(platform, together, scan)))
  return failures
}

async function scanOrSplit<One>(
  platform: Platform,
  some: One[],
  scan: (together: One[]) => Promise<void>,
): Promise<Failure<One>[]> {
  const [one] = some
  if (!one) return []
  try {
    await scan(some)
    return []
  } catch (error) {
    await platform.warehouse.rows('select 1')
    if (some.length === 1) return [{ one, error: error instanceof Error ? error.message : String(error) }]
    const middle = Math.ceil(some.length / 2)
    const first = await scanOrSplit(platform, some.slice(0, middle), scan)
    return [...first, ...(await scanOrSplit(platform, some.slice(middle), scan))]
  }
}

function splitByWeight<One>(all: One[], weigh: (one: One) => number): One[][] {
  const groups: One[][] = []
  let room = 0
  for (const one of all) {
    const weight = weigh(one)
    const group = groups.at(-1)
    if (group && weight <= room) group.push(one)
    else groups.push([one])
    room = (group && weight <= room ? room : MAX_WEIGHT) - weight
  }
  return groups
}
