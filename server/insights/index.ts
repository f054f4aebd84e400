export { startMailingDashboards } from './dashboards/mail/start-mailing.ts'
export { registerInsightRoutes } from './routes.ts'
export { startSnapshots } from './snapshots/start-snapshots.ts'
