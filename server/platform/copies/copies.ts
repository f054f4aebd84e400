import type { JsonObject } from '../../../model/json.ts'

/** A document that is put beside the database, or taken away (null). */
export type Copy = { kind: string; id: string; document: JsonObject | null }

/**
 * Documents made from the embedded database and kept beside it, to be read while it is busy: it has one session, which a
 * batch of the pipeline holds for up to half a second. They may be behind the database by a moment, and can be lost and
 * made again.
 */
export type Copies = {
  get(kind: string, id: string): JsonObject | null
  /** Resolves when they can be read. */
  write(copies: Copy[]): Promise<void>
  close(): Promise<void>
}
