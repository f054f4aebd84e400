import { dropReasons, type LiveEvent } from '../../../model/source.ts'
import type { Batch } from '../pipeline/batch.ts'
import { publishSteps, resolveSteps, storeSteps } from '../pipeline/pipeline.ts'
import type { PipelineEvent } from '../pipeline/pipeline-event.ts'
import type { Sources } from '../sources/sources.ts'

const KEPT_EVENTS = 500
/** Nobody reads faster than this; the rest of a large batch is counted but not shown, except what was dropped. */
const SHOWN_PER_BATCH = 100
const UNKNOWN_SOURCE = 'Unknown source'

/** An event as the pipeline describes it, maybe on another thread, which hears of a new source later than this one. */
export type NewLiveEvent = Omit<LiveEvent, 'seq' | 'source'> & { sourceId: string }

/** The newest events with what each step did to them, in memory, for those who watch. */
export type LiveFeed = {
  add(events: NewLiveEvent[]): void
  /** Shows a request that was refused before it reached the log. */
  refuse(source: string | null, reason: string): void
  recent(): LiveEvent[]
  subscribe(listener: (events: LiveEvent[]) => void): () => void
}

export function createLiveFeed(sources: Pick<Sources, 'byId'>): LiveFeed {
  let recent: LiveEvent[] = []
  let seq = 0
  const listeners = new Set<(events: LiveEvent[]) => void>()
  const show = (events: Omit<LiveEvent, 'seq'>[]) => {
    if (events.length === 0) return
    const shown = events.map((event) => ({ seq: ++seq, ...event }))
    recent = [...recent, ...shown].slice(-KEPT_EVENTS)
    for (const listener of listeners) listener(shown)
  }
  return {
    add: (events) => show(events.map((event) => withSourceName(event, sources))),
    refuse: (source, reason) => show([refusedRequest(source, reason)]),
    recent: () => recent,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** What the live view shows of a batch. */
export function describeBatch(batch: Batch): NewLiveEvent[] {
  return choose(batch.events).map((event) => liveEvent(event, batch))
}

function choose(events: PipelineEvent[]): PipelineEvent[] {
  if (events.length <= SHOWN_PER_BATCH) return events
  const dropped = events.filter((event) => event.dropped).slice(-SHOWN_PER_BATCH / 2)
  const kept = events.filter((event) => !event.dropped).slice(-(SHOWN_PER_BATCH - dropped.length))
  return [...kept, ...dropped]
}

function liveEvent(event: PipelineEvent, batch: Batch): NewLiveEvent {
  const owner = event.identifiers[0]
  const { dropped } = event
  return {
    received_at: new Date(event.header.receivedAt).toISOString(),
    sourceId: event.header.sourceId,
    type: event.event.type,
    event: event.event.event,
    message_id: event.event.messageId,
    person: event.personId ? { id: event.personId, label: owner ? owner.value : 'Person' } : null,
    outcome: dropped ? 'dropped' : 'stored',
    reason: dropped ? dropReasons[dropped.reason] : null,
    steps: describeSteps(event, batch),
    payload: event.raw,
  }
}

/** What each step did, up to the one that dropped it. */
function describeSteps(event: PipelineEvent, batch: Batch): LiveEvent['steps'] {
  const { dropped } = event
  const steps = [...resolveSteps, ...storeSteps, ...publishSteps]
  const ending = steps.findIndex(({ name }) => name === dropped?.step)
  const passed = (dropped ? steps.slice(0, Math.max(0, ending)) : steps).map((step) => ({
    name: step.name,
    note: step.describe(event, batch),
  }))
  if (!dropped) return passed
  const reason = [dropReasons[dropped.reason], dropped.detail].filter(Boolean).join(' ')
  return [...passed, { name: dropped.step, note: reason }]
}

function withSourceName({ sourceId, ...event }: NewLiveEvent, sources: Pick<Sources, 'byId'>) {
  return { ...event, source: sources.byId(sourceId)?.name ?? UNKNOWN_SOURCE }
}

function refusedRequest(source: string | null, reason: string): Omit<LiveEvent, 'seq'> {
  return {
    received_at: new Date().toISOString(),
    source: source ?? UNKNOWN_SOURCE,
    type: 'request',
    event: 'Refused request',
    message_id: '',
    person: null,
    outcome: 'dropped',
    reason,
    steps: [{ name: 'accept', note: reason }],
    payload: null,
  }
}
