import { z } from 'zod'

/** The largest file, in bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024

/** A file of a record. */
export const recordFile = z.object({
  id: z.uuid(),
  name: z.string(),
  /** What it is by its content, not by what its sender said. */
  type: z.string(),
  /** Bytes. */
  size: z.number(),
  created_by: z.string(),
  created_at: z.iso.datetime(),
})
export type RecordFile = z.infer<typeof recordFile>

/** What a file is called: no path, no control characters. */
export const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // oxlint-disable-next-line no-control-regex
  .refine((name) => !/[\u0000-\u001f\u007f/\\]/.test(name), 'must be the name of a file, without a path')
