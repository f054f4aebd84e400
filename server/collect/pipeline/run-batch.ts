import { performance } from 'node:perf_hooks'
import { defaultRules } from '../../people/index.ts'
import { kept, noChanges, type Batch } from './batch.ts'
import { profileChanges } from './profile-changes.ts'
import type { RecordContent } from './read-events.ts'
import type { PipelineStats } from './step-stats.ts'
import type { PipelineContext, Step } from './step.ts'

/** A stretch of the log as a batch that has not gone through any step. */
export function newBatch(
  span: { from: number; to: number; resolved: boolean },
  content: RecordContent,
): Batch {
  const { events, reconsider } = content
  const profiles = events.flatMap((event) => profileChanges(event) ?? [])
  return {
    ...span,
    events: events.filter((event) => profileChanges(event) === null),
    profiles,
    reconsider,
    rules: defaultRules,
    changes: noChanges(),
  }
}

/** Takes a batch through the steps one after the other, timing and counting each by its name. */
export async function runBatch(
  steps: Step[],
  batch: Batch,
  ctx: PipelineContext,
  stats: PipelineStats,
): Promise<void> {
  for (const step of steps) {
    const before = kept(batch).length
    const start = performance.now()
    await step.run(batch, ctx)
    stats.noteStep(step.name, {
      events: before,
      dropped: before - kept(batch).length,
      milliseconds: performance.now() - start,
    })
  }
}
