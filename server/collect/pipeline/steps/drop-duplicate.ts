import { kept } from '../batch.ts'
import { drop } from '../pipeline-event.ts'
import type { Step } from '../step.ts'

/** The same source and message id within 7 days counts once, across restarts. */
export const dropDuplicate: Step = {
  name: 'dropDuplicate',
  async run(batch, { platform }) {
    const events = kept(batch)
    const answers = await platform.log.seen.claim(
      events.map(({ header, event, place }) => ({
        key: `${header.sourceId} ${event.messageId}`,
        place,
        at: header.receivedAt,
      })),
    )
    events.forEach((event, index) => {
      if (answers[index]) drop(event, 'dropDuplicate', 'duplicate')
    })
  },
  describe: () => 'Not seen before.',
}
