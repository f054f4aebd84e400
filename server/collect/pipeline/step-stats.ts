/** What a step did since the process started. */
export type StepStats = { name: string; events: number; dropped: number; milliseconds: number }

/** Counts and times steps by their name. */
export class PipelineStats {
  private readonly steps = new Map<string, StepStats>()
  lastError: string | null = null
  batches = 0
  events = 0

  note(name: string, work: { events: number; dropped: number; milliseconds: number }): void {
    const stats = this.steps.get(name) ?? { name, events: 0, dropped: 0, milliseconds: 0 }
    stats.events += work.events
    stats.dropped += work.dropped
    stats.milliseconds += work.milliseconds
    this.steps.set(name, stats)
  }

  all(): StepStats[] {
    return [...this.steps.values()]
  }
}
