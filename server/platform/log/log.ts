/** One accepted request as it lies in the log; `position` grows by one a record and is never reused. */
export type LogRecord = { position: number; value: Uint8Array }

/**
 * The log role: accepted requests in order, until they are processed.
 * Also remembers which message ids were seen, because "accepted once" is the log's promise.
 */
export type Log = {
  /** Resolves with the position when the record is on disk. Rejects when it could not be written; nothing is kept then. */
  append(value: Uint8Array): Promise<number>
  /** Records after `position`, oldest first: at most `maxRecords`, and about `maxBytes` (at least one record). */
  read(after: number, limits: { maxRecords: number; maxBytes: number }): LogRecord[]
  /** Position of the newest record; 0 before the first. */
  head(): number
  /** Forgets all records up to and including `position`. */
  trim(position: number): Promise<void>
  /** Number of records waiting. */
  size(): number
  /** Resolves when a record newer than `position` is there, or after `timeoutMs`. */
  waitFor(position: number, timeoutMs: number): Promise<void>
  seen: SeenKeys
  close(): Promise<void>
}

/** A log that also serves a thread which reads what another thread appends: `advance` tells it up to where. */
export type FollowableLog = Log & { advance(position: number): void }

/** A message key with the place it was met at; the same key at the same place is the same event read again. */
export type Sighting = { key: string; place: string; at: number }

export type SeenKeys = {
  /**
   * For each sighting: true if this key was met at another place less than the window before or after `at`
   * (a duplicate). Otherwise remembers it. Asking again for the same places gives the same answers, so that a
   * batch may be run again after a crash.
   */
  claim(sightings: Sighting[]): Promise<boolean[]>
}
