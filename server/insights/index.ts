export { registerInsightRoutes } from './routes.ts'
export { startSnapshots } from './snapshots/start-snapshots.ts'
