export type { Params, Warehouse } from './warehouse.ts'
export { openEmbeddedWarehouse } from './open-warehouse.ts'
export { migrateWarehouse } from './migrate.ts'
export { serveWarehouse, warehouseOverPort } from './warehouse-over-port.ts'
