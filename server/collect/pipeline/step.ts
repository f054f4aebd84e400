import type { Platform } from '../../platform/index.ts'
import type { IdentifierIds, KnownIdentities, RuleBook } from '../../people/index.ts'
import type { Sources } from '../sources/sources.ts'
import type { Batch } from './batch.ts'
import type { PipelineEvent } from './pipeline-event.ts'

/** What steps share. */
export type PipelineContext = {
  platform: Platform
  sources: Sources
  ids: IdentifierIds
  rules: RuleBook
  known: KnownIdentities
}

/** One named step: it drops events, adds to them, or stores what they say. */
export type Step = {
  name: string
  run(batch: Batch, ctx: PipelineContext): void | Promise<void>
  /** What it did to an event that it let through, in words, for the live view. */
  describe(event: PipelineEvent, batch: Batch): string
}
