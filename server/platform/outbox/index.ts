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
export { latestPlace, readNews, type Place, type PlacedNews } from './read-news.ts'
export { newsKeptDays } from './remove-old-news.ts'
export { startProcessors, type Processors } from './processors.ts'
