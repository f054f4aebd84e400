import type { Processor } from '../platform/outbox/index.ts'
import { followValues } from './computed/follow-values.ts'
import { followChanges } from './follow-changes.ts'

/** What segments and computed traits do about news. */
export const segmentProcessors: readonly Processor[] = [followChanges, followValues]
