export { storeEvents, type EventRow } from './store-events.ts'
