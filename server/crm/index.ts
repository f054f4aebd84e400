export { importDeals, type ImportedDeal } from './import/import-deals.ts'
export { openImports } from './import/open-imports.ts'
export { createFirstPipeline } from './pipelines/first-pipeline.ts'
export { registerCrmRoutes } from './register-crm-routes.ts'
