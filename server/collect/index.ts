export { recordedEvents } from './record-processor.ts'
export { startCollect, type Collect, type CollectOptions } from './start-collect.ts'
