import type { JsonObject } from '../../../model/json.ts'
import type { ValuesToStore } from './field-store.ts'

/** The values of the changed fields before and after, for the audit log: what the history of a field is read from. */
export function beforeAndAfter({ held, values }: ValuesToStore): JsonObject {
  return Object.fromEntries(
    Object.entries(values).map(([key, after]) => [key, { before: held.values[key] ?? null, after }]),
  )
}
