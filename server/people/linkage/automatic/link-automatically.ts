import { systemActor } from '../../../access/index.ts'
import { KithError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/index.ts'
import type { LastSeen } from '../../decisions/decide.ts'
import { loadRules } from '../../rules/rule-versions.ts'
import { decidePair, MATCHING } from '../review/decide-pair.ts'
import { readAutomatic } from './automatic.ts'
import { findCandidates } from './find-candidates.ts'

const PAIRS_AT_ONCE = 200

const actor = { ...systemActor, id: MATCHING, name: 'Matching' }

/**
 * Links the surest pairs, where somebody allowed that, as a reviewer does: one decision a pair, told on the timeline, taken back like
 * any other. Each person once in a pass, because a merge is settled a moment later and changes what the rules allow next.
 * Gives how many pairs were linked.
 */
export async function linkAutomatically(platform: Platform, lastSeenOf: LastSeen): Promise<number> {
  const { db, logger } = platform
  const { on, from } = await readAutomatic(db)
  if (!on) return 0
  const candidates = await findCandidates(db, { rules: await loadRules(db), from, limit: PAIRS_AT_ONCE })
  const touched = new Set<string>()
  let linked = 0
  for (const { id, a, b, probability, isAllowed } of candidates) {
    if (!isAllowed || touched.has(a) || touched.has(b)) continue
    touched.add(a)
    touched.add(b)
    const reason = `Matched automatically, probability ${probability.toFixed(4)}`
    try {
      await decidePair({ platform, actor, lastSeenOf }, { id, decision: 'same', reason })
      linked += 1
    } catch (error) {
      if (!(error instanceof KithError)) throw error
      logger.info({ err: error, pair: id }, 'A pair was decided or merged meanwhile')
    }
  }
  return linked
}
