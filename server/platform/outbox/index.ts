export { countBehind } from './count-behind.ts'
export {
  announcePublished,
  onPublished,
  publish,
  recordEvent,
  type InternalEvent,
  type News,
  type Processor,
} from './outbox.ts'
export { startProcessors, type Processors } from './processors.ts'
