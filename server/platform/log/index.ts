export type { Log, LogRecord, SeenKeys, Sighting } from './log.ts'
export { openLmdbLog } from './lmdb-log.ts'
