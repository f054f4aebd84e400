export { startEnrichment } from './lookups/start-lookups.ts'
export { enrichmentProcessors } from './processor.ts'
export { registerEnrichmentRoutes } from './register-enrichment-routes.ts'
