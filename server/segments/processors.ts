import type { Processor } from '../platform/outbox/index.ts'
import { followChanges } from './follow-changes.ts'

/** What segments do about news. */
export const segmentProcessors: readonly Processor[] = [followChanges]
