export type { Database, Queryable, Relational, Trx } from './relational.ts'
export { openopenServerRelational, relationalOverPorts } from './open-relational.ts'
export { migrateRelational } from './migrate.ts'
export { isDataError } from './data-error.ts'
