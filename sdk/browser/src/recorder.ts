import type { Settings } from './config.ts'
import type { Consent } from './consent.ts'
import { buildContext, consentContext } from './context.ts'
import type { Identity } from './identity.ts'
import { messageId } from './ids.ts'
import type { Json } from './json.ts'
import { sendOnLeaving } from './leaving.ts'
import type { Pages } from './pages.ts'
import { createQueue, type TrackingEvent } from './queue.ts'
import { createSender } from './sender.ts'
import type { Store } from './storage.ts'
import { quietly } from './warn.ts'

export interface Parts {
  settings: Settings
  store: Store
  identity: Identity
  consent: Consent
  pages: Pages
}

export interface Recorder {
  /** Puts an event about the present visitor on this page into the queue, unless the visitor refused. */
  record(type: TrackingEvent['type'], fields: Json): void
  /** Lets go what waited for the visitor's consent, marked with what the consent is for. */
  release(): void
  flush(): Promise<void>
}

/** Turns calls into events and sees that they leave the page, by every door there is. */
export function createRecorder({ settings, store, identity, consent, pages }: Parts): Recorder {
  const queue = createQueue(store, settings.writeKey)
  const isAllowed = () => consent.state() === 'granted'
  const { wake, flush } = createSender(settings, queue, isAllowed)

  const leave = quietly(() => isAllowed() && sendOnLeaving(settings, queue))
  const comeBack = quietly(wake)
  addEventListener('online', () => void flush())
  addEventListener('pagehide', leave)
  document.addEventListener('visibilitychange', () =>
    document.visibilityState === 'hidden' ? leave() : comeBack(),
  )

  return {
    flush,
    release() {
      const preferences = consent.preferences()
      queue.mend(preferences ? consentContext(preferences) : {})
      wake()
    },
    record(type, fields) {
      if (consent.state() === 'refused') return
      const { anonymousId, userId, groupId } = identity.current()
      const now = new Date().toISOString()
      queue.add({
        type,
        messageId: messageId(),
        anonymousId,
        ...(userId && { userId }),
        timestamp: now,
        originalTimestamp: now,
        context: buildContext({
          page: pages.current(),
          groupId,
          preferences: consent.preferences(),
          droppedEvents: queue.dropped(),
        }),
        ...fields,
      })
      wake()
    },
  }
}
