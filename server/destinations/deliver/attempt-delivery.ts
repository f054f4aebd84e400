import type { Platform } from '../../platform/index.ts'
import { safeFetch, type Outcome } from '../../platform/safe-fetch/index.ts'
import { catalog } from '../catalog/catalog.ts'
import type { Claimed } from './claim-deliveries.ts'
import { finishDelivery } from './finish-delivery.ts'

const TIMEOUT_MS = 5_000

/** Whether destinations may lie in private networks. */
export type DeliveryOptions = { allowPrivate: boolean }

/** Sends a claimed message once, writes down how it went, and tells it. */
export async function attemptDelivery(
  platform: Platform,
  claimed: Claimed,
  options: DeliveryOptions,
): Promise<Outcome> {
  const outcome = await performDelivery(platform, claimed, options)
  await finishDelivery(platform.db, claimed, { outcome, now: platform.clock.now() })
  return outcome
}

/** Sends a message once. What cannot be sent for a fault of our own is logged, and worth another attempt. */
export async function performDelivery(
  platform: Platform,
  { id, kind, payload, settings, secrets }: Claimed,
  { allowPrivate }: DeliveryOptions,
): Promise<Outcome> {
  const definition = catalog[kind]
  try {
    const message = {
      id,
      payload,
      settings: definition.settings.parse(settings),
      secret: platform.secrets.open(secrets),
    }
    return await definition.perform(message, {
      fetch: (request) => safeFetch(request, { allowPrivate, timeoutMs: TIMEOUT_MS }),
      now: platform.clock.now(),
    })
  } catch (error) {
    platform.logger.error({ err: error, delivery: id }, 'A message could not be made ready for sending')
    const reason = 'The message could not be made ready for sending. The reason has been logged.'
    return { result: 'later', status: null, reason }
  }
}
