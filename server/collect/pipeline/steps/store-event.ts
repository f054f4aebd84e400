import { startOf } from '../../../../model/text.ts'
import { storeEvents, type EventRow } from '../../../events/index.ts'
import type { Warehouse } from '../../../platform/warehouse/index.ts'
import { kept, type Batch } from '../batch.ts'
import type { PipelineEvent } from '../pipeline-event.ts'
import type { Step } from '../step.ts'

const NOBODY = '00000000-0000-0000-0000-000000000000'
const MAX_DROPPED_PAYLOAD = 64 * 1024

/**
 * Stores the batch in the warehouse: events, what was dropped, people's new rows, and where stored events belong to
 * another person by now. Each block has a token made of its place in the log, so that storing it again stores nothing.
 */
export const storeEvent: Step = {
  name: 'storeEvent',
  async run(batch, { platform: { warehouse } }) {
    const token = `${batch.from}-${batch.to}`
    const events = kept(batch)
    // All at once, and all to their end: a next attempt must not meet inserts of this one.
    const outcomes = await Promise.allSettled([
      storeEvents(warehouse, events.map(eventRow), token),
      storeDropped(warehouse, batch, token),
      storeSnapshots(warehouse, batch, token),
      storeOverrides(warehouse, batch),
    ])
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  },
  describe: ({ personId }) =>
    personId ? 'Stored on the timeline of its person.' : 'Stored on the company’s timeline.',
}

function eventRow(one: PipelineEvent): EventRow {
  const { ownerId, identifiers, personId, companyId, header, event, time } = one
  const hasTraits = event.type === 'identify' || event.type === 'group'
  return {
    identifier_id: ownerId,
    other_ids: identifiers.slice(1).map(({ id }) => id),
    timestamp: time,
    received_at: header.receivedAt,
    person_id: personId ?? NOBODY,
    company_id: companyId ?? NOBODY,
    source_id: header.sourceId,
    message_id: event.messageId,
    type: event.type,
    event: event.event,
    user_id: event.userId ?? '',
    anonymous_id: event.anonymousId ?? '',
    properties: hasTraits ? event.traits : event.properties,
    context: event.context,
  }
}

async function storeDropped(warehouse: Warehouse, batch: Batch, token: string): Promise<void> {
  const rows = batch.events.flatMap(({ dropped, header, event, raw }) =>
    dropped
      ? [
          {
            received_at: header.receivedAt,
            source_id: header.sourceId,
            message_id: event.messageId,
            type: event.type,
            event: event.event,
            ...dropped,
            payload: startOf(JSON.stringify(raw), MAX_DROPPED_PAYLOAD),
          },
        ]
      : [],
  )
  await warehouse.insert('dropped_events', rows, token)
}

async function storeSnapshots(warehouse: Warehouse, batch: Batch, token: string): Promise<void> {
  const version = batch.to
  const present = batch.changes.snapshots.map((row) => ({ ...row, version, deleted: 0 }))
  const ids = [...batch.changes.gone.map(({ from }) => from), ...batch.changes.removed]
  const gone = ids.map((from) => ({
    person_id: from,
    traits: {},
    first_seen: 0,
    last_seen: 0,
    version,
    deleted: 1,
  }))
  await warehouse.insert('people', [...present, ...gone], token)
}

function storeOverrides(warehouse: Warehouse, { changes }: Batch): Promise<void> {
  const rows = changes.moved.map(({ identifierId, to }) => ({ identifier_id: identifierId, person_id: to }))
  return warehouse.insert('identity_overrides', rows)
}
