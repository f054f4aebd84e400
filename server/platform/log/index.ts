export type { FollowableLog, Log, LogRecord, SeenKeys, Sighting } from './log.ts'
export { openLmdbLog } from './lmdb-log.ts'
