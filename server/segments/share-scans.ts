import type { Platform } from '../platform/index.ts'
import type { EvaluatedSegment } from './evaluated-segment.ts'
import { weightOf } from './weight.ts'

/** ClickHouse reads queries up to 256 KB; a comparison takes about 400 bytes. */
const MAX_WEIGHT = 500

export type Failure = { segment: EvaluatedSegment; error: string }

/**
 * Runs `scan` for the segments together, as far as they fit into one query. When it fails because of a segment and not
 * because the warehouse is away, finds the segment: one that cannot be evaluated must not stop the others.
 * Throws when the warehouse does not answer.
 */
export async function shareScans(
  platform: Platform,
  segments: EvaluatedSegment[],
  scan: (together: EvaluatedSegment[]) => Promise<void>,
): Promise<Failure[]> {
  const failures: Failure[] = []
  for (const together of splitByWeight(segments))
    failures.push(...(await scanOrSplit(platform, together, scan)))
  return failures
}

async function scanOrSplit(
  platform: Platform,
  segments: EvaluatedSegment[],
  scan: (together: EvaluatedSegment[]) => Promise<void>,
): Promise<Failure[]> {
  const [segment] = segments
  if (!segment) return []
  try {
    await scan(segments)
    return []
  } catch (error) {
    await platform.warehouse.rows('select 1')
    if (segments.length === 1)
      return [{ segment, error: error instanceof Error ? error.message : String(error) }]
    const middle = Math.ceil(segments.length / 2)
    const first = await scanOrSplit(platform, segments.slice(0, middle), scan)
    return [...first, ...(await scanOrSplit(platform, segments.slice(middle), scan))]
  }
}

function splitByWeight(segments: EvaluatedSegment[]): EvaluatedSegment[][] {
  const groups: EvaluatedSegment[][] = []
  let room = 0
  for (const segment of segments) {
    const weight = weightOf(segment.definition)
    const group = groups.at(-1)
    if (group && weight <= room) group.push(segment)
    else groups.push([segment])
    room = (group && weight <= room ? room : MAX_WEIGHT) - weight
  }
  return groups
}
