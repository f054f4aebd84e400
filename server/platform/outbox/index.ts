export { countBehind } from './count-behind.ts'
export {
  announcePublished,
  onPublished,
  publish,
  recordEvent,
  recordProfiles,
  type InternalEvent,
  type News,
  type ProfileChanges,
  type Processor,
} from './outbox.ts'
export { startProcessors, type Processors } from './processors.ts'
