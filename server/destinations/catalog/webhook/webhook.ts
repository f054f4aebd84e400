import { z } from 'zod'
import type { DestinationDefinition } from '../../destination-definition.ts'
import { outcomeOf } from '../../../platform/safe-fetch/index.ts'
import { createSigningSecret, signatureHeaders } from './signatures.ts'

const settings = z.object({ url: z.string(), segment_ids: z.array(z.string()) })

/** Posts each message as JSON to an address of the user's own, signed. */
export const webhook: DestinationDefinition<z.infer<typeof settings>> = {
  kind: 'webhook',
  name: 'Webhook',
  settings,
  createSecret: createSigningSecret,
  async perform(message, { fetch, now }) {
    const body = JSON.stringify(message.payload)
    const answer = await fetch({
      method: 'POST',
      url: message.settings.url,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Kith',
        ...signatureHeaders({ id: message.id, at: now, body, secret: message.secret }),
      },
      body,
    })
    return outcomeOf(answer, now)
  },
}
