import type { IdentityRules, PeopleChanges } from '../../people/index.ts'
import type { ProfileChanges } from '../../platform/outbox/index.ts'
import type { PipelineEvent } from './pipeline-event.ts'

/** A stretch of the log that goes through the steps together. */
export type Batch = {
  /** Log positions: after `from`, up to and including `to`. */
  from: number
  to: number
  /** True when an interrupted run already resolved these events and they only have to be stored. */
  resolved: boolean
  events: PipelineEvent[]
  /** Profiles that changed otherwise than by an event. */
  profiles: ProfileChanges[]
  /** What Kith itself asks to resolve anew, without an event. */
  reconsider: unknown[]
  /** By which version of the rules it is read and resolved. */
  rules: IdentityRules
  changes: PeopleChanges
}

/** The events that no step has dropped. */
export function kept(batch: Batch): PipelineEvent[] {
  return batch.events.filter(({ dropped }) => dropped === null)
}

export const noChanges = (): PeopleChanges => ({
  personOf: new Map(),
  moved: [],
  gone: [],
  removed: [],
  people: [],
  snapshots: [],
  profiles: [],
  seen: [],
  renamed: [],
})
