import type { Platform } from '../../platform/index.ts'
import { compileScan } from '../compile/scan.ts'
import type { Companies, Scope } from '../compile/scope.ts'
import type { EvaluatedSegment } from '../evaluated-segment.ts'
import { isTooCostly, within } from './budget.ts'
import { recordCost } from './cost-meter.ts'
import { findCostly } from './find-costly.ts'

export type HeldRow = { member_id: string; held: number[] }

export type Scanning = {
  scope: Scope | Companies
  /** How long it may take, in milliseconds; null for as long as it takes. */
  limit: number | null
  /** Takes the answer about these segments. */
  take: (together: readonly EvaluatedSegment[], rows: HeldRow[]) => void
}

/**
 * Evaluates segments together and counts what that took. When it takes longer than it may and one of them is to blame, that
 * one is left out and the others are evaluated without it. Gives those that were left out.
 */
export async function scanWithin(
  platform: Platform,
  together: readonly EvaluatedSegment[],
  scanning: Scanning,
): Promise<EvaluatedSegment[]> {
  if (together.length === 0) return []
  const { scope, limit, take } = scanning
  const { query, params } = compileScan(
    together.map(({ definition }) => definition),
    scope,
    platform.clock.now(),
  )
  try {
    const { rows, ...took } = await platform.warehouse.measured<HeldRow>(
      limit === null ? query : `${query}${within(limit)}`,
      params,
    )
    recordCost(platform, together, took)
    take(together, rows)
    return []
  } catch (error) {
    if (limit === null || !isTooCostly(error)) throw error
    const costly = await findCostly(platform, together, { scope, limit })
    if (!costly) return scanWithin(platform, together, { ...scanning, limit: null })
    const others = together.filter((one) => one !== costly)
    return [costly, ...(await scanWithin(platform, others, scanning))]
  }
}
