import type { Step } from './step.ts'
import { dropDuplicate } from './steps/drop-duplicate.ts'
import { dropInvalid } from './steps/drop-invalid.ts'
import { enrichContext } from './steps/enrich-context.ts'
import { findIdentifiers } from './steps/find-identifiers.ts'
import { normalizeTime } from './steps/normalize-time.ts'
import { publishChanges } from './steps/publish-changes.ts'
import { resolveIdentity } from './steps/resolve-identity.ts'
import { storeEvent } from './steps/store-event.ts'

/** The way of an event, part one: from the log to the person. */
export const resolveSteps: Step[] = [
  dropInvalid,
  dropDuplicate,
  normalizeTime,
  enrichContext,
  findIdentifiers,
  resolveIdentity,
]

/** Part two: to the warehouse. */
export const storeSteps: Step[] = [storeEvent]

/** Part three: to everybody who waits for news. Each part works on one batch while the part before is at the next. */
export const publishSteps: Step[] = [publishChanges]
