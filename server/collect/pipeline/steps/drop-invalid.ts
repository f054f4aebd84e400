import { isProblem, MAX_EVENT_BYTES, parseEvent } from '../../../../model/event.ts'
import { INTERNAL_SOURCE_ID } from '../../sources/sources.ts'
import { drop, type PipelineEvent } from '../pipeline-event.ts'
import type { Step } from '../step.ts'

const MAX_BATCH_EVENTS = 2_500

/** Checks the shape of every event, once; what is wrong is kept with its reason. */
export const dropInvalid: Step = {
  name: 'dropInvalid',
  run(batch, { sources }) {
    const counts = new Map<string, number>()
    for (const event of batch.events) {
      const position = event.place.split('.')[0]!
      const count = (counts.get(position) ?? 0) + 1
      counts.set(position, count)
      if (event.header.sourceId === INTERNAL_SOURCE_ID) readInternal(event)
      else if (sources.byId(event.header.sourceId)?.enabled === false) refuse(event, 'source_disabled')
      else if (count > MAX_BATCH_EVENTS) refuse(event, 'batch_too_long')
      else check(event)
    }
  },
  describe: ({ event }) => `A valid ${event.type} call.`,
}

function check(event: PipelineEvent): void {
  const bytes = Buffer.byteLength(JSON.stringify(event.raw) ?? '')
  if (bytes > MAX_EVENT_BYTES) return refuse(event, 'too_large', `${Math.ceil(bytes / 1024)} KB`)
  const parsed = parseEvent(event.raw, event.envelope)
  if (isProblem(parsed)) return refuse(event, parsed.reason, `${parsed.field} ${parsed.problem}`)
  event.event = parsed.messageId ? parsed : { ...parsed, messageId: `kith-${event.place}` }
}

/** What Kith itself recorded has its shape by construction, and may name people and companies by their ids. */
function readInternal(event: PipelineEvent): void {
  const parsed = parseEvent({ anonymousId: '-', ...(event.raw as object) }, {})
  if (isProblem(parsed)) return refuse(event, parsed.reason, parsed.problem)
  event.event = { ...parsed, anonymousId: null }
}

function refuse(event: PipelineEvent, reason: Parameters<typeof drop>[2], detail = ''): void {
  drop(event, dropInvalid.name, reason, detail)
}
