export { countOverrides, foldOverrides } from './fold-overrides.ts'
export { registerEventRoutes } from './routes.ts'
export { storeEvents, type EventRow } from './store-events.ts'
export { lastSeenOf } from './last-seen.ts'
