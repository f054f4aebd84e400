/** What a step did since the process started. */
export type StepStats = { name: string; events: number; dropped: number; milliseconds: number }

/** How the pipeline is doing since the process started; `error` is what holds it up at the moment. */
export type PipelineHealth = {
  steps: StepStats[]
  batches: number
  events: number
  stored: number
  error: string | null
}

/** Counts and times steps by their name. */
export class PipelineStats {
  private readonly steps = new Map<string, StepStats>()
  private readonly totals = { batches: 0, events: 0, stored: 0 }
  error: string | null = null

  noteStep(name: string, work: { events: number; dropped: number; milliseconds: number }): void {
    const stats = this.steps.get(name) ?? { name, events: 0, dropped: 0, milliseconds: 0 }
    stats.events += work.events
    stats.dropped += work.dropped
    stats.milliseconds += work.milliseconds
    this.steps.set(name, stats)
  }

  /** `stored`: the position in the log up to which everything is done. */
  noteBatch(events: number, stored: number): void {
    this.totals.batches += 1
    this.totals.events += events
    this.totals.stored = stored
  }

  noteStored(stored: number): void {
    this.totals.stored = stored
  }

  health(): PipelineHealth {
    return { steps: [...this.steps.values()].map((step) => ({ ...step })), ...this.totals, error: this.error }
  }
}
