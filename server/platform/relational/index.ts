export type { Database, Queryable, Relational, Trx } from './relational.ts'
export {
  openEmbeddedCopy,
  openEmbeddedRelational,
  openServerRelational,
  relationalOverPorts,
} from './open-relational.ts'
export { migrateRelational } from './migrate.ts'
export { askWhatResembles, mostAlike, resembles } from './resemblance.ts'
export { escapeLike } from './escape-like.ts'
export { isDataError } from './data-error.ts'
export { withEachTransaction } from './on-begin.ts'
