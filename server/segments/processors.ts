import type { Processor } from '../platform/outbox/index.ts'
import { followValues } from './computed/follow-values.ts'
import { defaultBudget } from './cost/budget.ts'
import { createFollowChanges } from './follow-changes.ts'

/** What segments and computed traits do about news. */
export const segmentProcessors: readonly Processor[] = [createFollowChanges(defaultBudget), followValues]
