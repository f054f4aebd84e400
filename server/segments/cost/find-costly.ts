import type { Platform } from '../../platform/index.ts'
import { compileScan } from '../compile/scan.ts'
import type { Companies, Scope } from '../compile/scope.ts'
import type { EvaluatedSegment } from '../evaluated-segment.ts'
import { isTooCostly, within } from './budget.ts'

/** How many times as long as the others, each alone and of the same people, one takes that is to blame. */
const MANY_TIMES = 4

/**
 * Which of the segments that shared a scan is to blame that it took too long; null when none stands out, because the
 * machine is busy for instance. Each is asked alone, so it is their own time that is compared, whatever the machine does.
 */
export async function findCostly(
  platform: Platform,
  together: readonly EvaluatedSegment[],
  { scope, limit }: { scope: Scope | Companies; limit: number },
): Promise<EvaluatedSegment | null> {
  const times: { segment: EvaluatedSegment; milliseconds: number }[] = []
  for (const segment of together)
    times.push({ segment, milliseconds: await timeAlone(platform, segment, { scope, limit }) })
  const [first, ...others] = times.toSorted((a, b) => b.milliseconds - a.milliseconds)
  if (!first || first.segment.exempt) return null
  const usual = others[Math.floor(others.length / 2)]?.milliseconds ?? 0
  return others.length === 0 || first.milliseconds > usual * MANY_TIMES ? first.segment : null
}

async function timeAlone(
  platform: Platform,
  { definition }: EvaluatedSegment,
  { scope, limit }: { scope: Scope | Companies; limit: number },
): Promise<number> {
  const { query, params } = compileScan([definition], scope, platform.clock.now())
  const start = performance.now()
  try {
    await platform.warehouse.measured(`${query}${within(limit)}`, params)
  } catch (error) {
    if (!isTooCostly(error)) throw error
  }
  return performance.now() - start
}
