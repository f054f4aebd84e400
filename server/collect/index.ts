export type { PipelineRunner } from './pipeline/pipeline-runner.ts'
export type { PipelineHealth } from './pipeline/step-stats.ts'
export { recordedEvents } from './record-processor.ts'
export { openSources } from './sources/sources.ts'
export {
  startCollect,
  startPipelineHere,
  type Collect,
  type CollectOptions,
  type PipelineListener,
} from './start-collect.ts'
