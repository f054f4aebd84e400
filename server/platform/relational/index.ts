export type { Database, Queryable, Relational, Tables, Trx } from './relational.ts'
export { openEmbeddedRelational, openServerRelational } from './open-relational.ts'
export { migrateRelational } from './migrate.ts'
export { isDataError } from './data-error.ts'
