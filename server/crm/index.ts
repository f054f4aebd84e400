export { startFieldIndexing } from './fields/index.ts'
export { importDeals, type ImportedDeal } from './import/import-deals.ts'
export { createFirstPipeline } from './pipelines/first-pipeline.ts'
export { registerCrmRoutes } from './register-crm-routes.ts'
