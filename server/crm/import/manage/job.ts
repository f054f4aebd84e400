import type { Platform } from '../../../platform/index.ts'

/** What the work on an import needs. */
export type Job = {
  platform: Platform
  /** Where uploaded files lie, in a folder for each import. */
  folder: string
  /** Which of possibly several processes this is. */
  worker: string
  /** How many rows a run writes in one transaction, if not the usual number. */
  rowsPerChunk?: number
}
