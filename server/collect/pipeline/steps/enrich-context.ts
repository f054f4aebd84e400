import { kept } from '../batch.ts'
import type { Step } from '../step.ts'

/** Adds what only the server knows: the address and the browser that the request came from. */
export const enrichContext: Step = {
  name: 'enrichContext',
  run(batch) {
    for (const { event, header } of kept(batch)) {
      if (event.context['ip'] === undefined && header.ip !== null) event.context['ip'] = header.ip
      if (event.context['userAgent'] === undefined && header.userAgent !== null)
        event.context['userAgent'] = header.userAgent
    }
  },
  describe({ event: { context }, header: { ip, userAgent } }) {
    const added = [
      ip !== null && context['ip'] === ip ? 'IP address' : '',
      userAgent !== null && context['userAgent'] === userAgent ? 'browser' : '',
    ].filter(Boolean)
    return added.length > 0 ? `Has the ${added.join(' and the ')} of the request.` : 'Nothing to add.'
  },
}
