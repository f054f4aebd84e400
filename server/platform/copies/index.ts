export type { Copies, Copy } from './copies.ts'
export { openLmdbCopies } from './lmdb-copies.ts'
