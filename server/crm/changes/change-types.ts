import { isObject, type JsonObject } from '../../../model/json.ts'
import type { PlacedNews } from '../../platform/outbox/index.ts'

const verbs = ['created', 'changed', 'deleted', 'restored'] as const

/** The news that the feed of changes is made of, and where each names its record. */
const sources: { of: string; kinds: readonly string[]; object?: string; id: string }[] = [
  { of: 'deal', kinds: [...verbs, 'stage_changed'], object: 'deal', id: 'dealId' },
  { of: 'lead', kinds: [...verbs, 'converted', 'conversion_undone'], object: 'lead', id: 'id' },
  { of: 'activity', kinds: [...verbs, 'completed', 'reopened'], object: 'activity', id: 'activityId' },
  { of: 'person', kinds: verbs, object: 'person', id: 'id' },
  { of: 'company', kinds: verbs, object: 'company', id: 'id' },
  // Instead of each record that it makes, changes or takes back.
  { of: 'import', kinds: ['done', 'undone'], object: 'import', id: 'id' },
  { of: 'record', kinds: verbs, id: 'id' },
  { of: 'file', kinds: ['added', 'removed', 'restored'], id: 'id' },
]

/** Their types, such as `deal.created`. */
export const changeTypes = sources.flatMap(({ of, kinds }) => kinds.map((kind) => `${of}.${kind}`))

export type ChangedRecord = { object: string; id: string; changed: string[] }

/** Which record news are about; null for what names none. */
export function recordOf({ type, payload }: PlacedNews): ChangedRecord | null {
  const source = sources.find(({ of }) => type.startsWith(`${of}.`))
  const object = source?.object ?? payload['object']
  const id = source && payload[source.id]
  if (typeof object !== 'string' || typeof id !== 'string') return null
  return { object, id, changed: namesIn(payload) }
}

function namesIn({ changed }: JsonObject): string[] {
  const names = isObject(changed) ? Object.keys(changed) : changed
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}
