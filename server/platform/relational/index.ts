export type { Database, Queryable, Relational, Trx } from './relational.ts'
export {
  openEmbeddedCopy,
  openEmbeddedRelational,
  openServerRelational,
  relationalOverPorts,
} from './open-relational.ts'
export { migrateRelational } from './migrate.ts'
export { askWhatResembles, resembles } from './resemblance.ts'
export { isDataError } from './data-error.ts'
