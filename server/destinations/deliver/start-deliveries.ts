import type { Platform } from '../../platform/index.ts'
import { attemptDelivery, type DeliveryOptions } from './attempt-delivery.ts'
import { createBell } from '../../platform/bell.ts'
import { claimDeliveries, type Claimed } from './claim-deliveries.ts'
import { createPlaces, type Places } from './places.ts'
import { removeOldDeliveries } from './remove-old-deliveries.ts'

const POLL_MS = 500
const PAUSE_AFTER_FAILURE_MS = 5_000
/** Who takes longer to answer is served with less zeal the next time. */
const SLOW_MS = 1_000
const CLEAN_MS = 60 * 60_000

/** The running loop. `wake` makes it look for due messages now; `stop` finishes what is under way. */
export type Deliveries = { wake(): void; stop(): Promise<void> }

/** Sends what waits in the queue, several messages at a time; any number of processes may do so on one database. */
export function startDeliveries(platform: Platform, options: DeliveryOptions): Deliveries {
  const places = createPlaces()
  const underWay = new Set<Promise<void>>()
  const bell = createBell()
  let over = false

  const start = (claimed: Claimed) => {
    const sending = sendInPlace(claimed, places, () => attemptDelivery(platform, claimed, options))
      .catch((error: unknown) => {
        // Its lease ends by itself, then it is sent again.
        platform.logger.error(
          { err: error, delivery: claimed.id },
          'How a delivery went could not be written down',
        )
      })
      .finally(() => {
        underWay.delete(sending)
        bell.ring()
      })
    underWay.add(sending)
  }
  const loop = async () => {
    while (!over) {
      try {
        const claimed = await claimDeliveries(platform.db, platform.clock.now(), places.room())
        claimed.forEach(start)
        if (claimed.length === 0) await bell.heard(POLL_MS)
      } catch (error) {
        platform.logger.error({ err: error }, 'Deliveries could not be read and will be tried again')
        await bell.heard(PAUSE_AFTER_FAILURE_MS)
      }
    }
  }
  const running = loop()
  const cleaner = setInterval(() => void clean(platform), CLEAN_MS)
  cleaner.unref()
  return {
    wake: bell.ring,
    async stop() {
      over = true
      clearInterval(cleaner)
      bell.ring()
      await running
      await Promise.all(underWay)
    },
  }
}

async function sendInPlace(
  { destination_id }: Claimed,
  places: Places,
  attempt: () => ReturnType<typeof attemptDelivery>,
): Promise<void> {
  const started = performance.now()
  const leave = places.take(destination_id)
  let isTroubled = true
  try {
    const outcome = await attempt()
    isTroubled = outcome.status === null || performance.now() - started > SLOW_MS
  } finally {
    leave({ isTroubled })
  }
}

async function clean({ db, clock, logger }: Platform): Promise<void> {
  try {
    await removeOldDeliveries(db, clock.now())
  } catch (error) {
    logger.warn({ err: error }, 'Old deliveries could not be removed')
  }
}
