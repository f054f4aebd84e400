export type { Log, LogRecord } from './log.ts'
export { openLmdbLog } from './lmdb-log.ts'
