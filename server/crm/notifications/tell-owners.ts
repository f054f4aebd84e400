import { z } from 'zod'
import type { News, Processor } from '../../platform/outbox/index.ts'
import { notify, type NewNotification } from './notify.ts'

const payload = z.object({
  segmentId: z.string(),
  segmentName: z.string(),
  ownerId: z.string().nullable(),
  reason: z.string(),
})

/** Tells the owner of a segment that it is slowed down because of what it costs, and that it no longer is. */
export const tellSegmentOwners: Processor = {
  name: 'segment-notices',
  handles: ['segment.slowed', 'segment.unslowed'],
  async run(news, { trx, platform }) {
    await notify(trx, news.flatMap(toNotification), new Date(platform.clock.now()))
  },
}

function toNotification({ type, payload: told }: News): NewNotification[] {
  const { segmentId, segmentName, ownerId, reason } = payload.parse(told)
  if (ownerId === null) return []
  const words =
    type === 'segment.slowed'
      ? {
          title: `${segmentName} is evaluated less often`,
          text: `${reason} Make it narrower, and it follows what happens again.`,
        }
      : { title: `${segmentName} follows what happens again`, text: '' }
  return [
    {
      ...words,
      kind: 'segment',
      user_id: ownerId,
      actor_name: null,
      subject_type: 'segment',
      subject_id: segmentId,
    },
  ]
}
