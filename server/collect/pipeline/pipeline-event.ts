import type { TrackingEvent } from '../../../model/event.ts'
import type { DropReason } from '../../../model/source.ts'
import type { KnownIdentifier } from '../../people/index.ts'
import type { RecordHeader } from '../log-record.ts'

/** An event on its way through the steps. */
export type PipelineEvent = {
  /** Where it lies in the log: the same whenever it is read again. */
  place: string
  header: RecordHeader
  /** As received, for the live view and for what is dropped. */
  raw: unknown
  /** What the rest of the batch says for each event in it. */
  envelope: { type?: string; sentAt?: unknown; context?: unknown }
  event: TrackingEvent
  /** When it happened by our clock, in ms. */
  time: number
  /** Who it names, strongest first. */
  identifiers: KnownIdentifier[]
  /** The identifier it is stored under; the company's id for an event about a company only. */
  ownerId: string
  personId: string | null
  /** The company it names, by the client's id and by ours. */
  groupId: string | null
  companyId: string | null
  dropped: { step: string; reason: DropReason; detail: string } | null
  /** Values that stand where identifiers do and name nobody, such as "null". */
  nameless: string[]
}

/** Takes the event out of the pipeline; it is stored among the dropped ones with this reason. */
export function drop(event: PipelineEvent, step: string, reason: DropReason, detail = ''): void {
  event.dropped = { step, reason, detail }
}
