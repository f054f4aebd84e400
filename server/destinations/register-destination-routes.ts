import type { App } from '../platform/http/index.ts'
import type { Platform } from '../platform/index.ts'
import type { DeliveryOptions } from './deliver/attempt-delivery.ts'
import { addDeliveryRoutes } from './manage/delivery-routes.ts'
import { addDestinationRoutes } from './manage/destination-routes.ts'

/** The part of the API about destinations and what was sent to them. */
export function registerDestinationRoutes(app: App, platform: Platform, options: DeliveryOptions): void {
  addDestinationRoutes(app, platform, options)
  addDeliveryRoutes(app, platform)
}
