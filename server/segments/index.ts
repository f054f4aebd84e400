export { registerSegmentRoutes } from './routes.ts'
export { segmentProcessors } from './processors.ts'
export { startSegmentJobs } from './jobs.ts'
