import type { Step } from './step.ts'
import { dropDuplicate } from './steps/drop-duplicate.ts'
import { dropInvalid } from './steps/drop-invalid.ts'
import { enrichContext } from './steps/enrich-context.ts'
import { findIdentifiers } from './steps/find-identifiers.ts'
import { normalizeTime } from './steps/normalize-time.ts'
import { publishChanges } from './steps/publish-changes.ts'
import { resolveIdentity } from './steps/resolve-identity.ts'
import { storeEvent } from './steps/store-event.ts'

/** The way of an event from the log to the stores, in order. */
export const steps: Step[] = [
  dropInvalid,
  dropDuplicate,
  normalizeTime,
  enrichContext,
  findIdentifiers,
  resolveIdentity,
  storeEvent,
  publishChanges,
]
