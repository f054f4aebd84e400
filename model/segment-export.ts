import { z } from 'zod'
import { timeZone } from './time-zone.ts'
import { text } from './strings.ts'

export const exportFormats = ['csv', 'ndjson', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 06:30')
const zone = timeZone.default('UTC')

/** When an export runs by itself; times are those of the zone. A weekday is 1 for Monday to 7 for Sunday. */
export const exportSchedule = z.discriminatedUnion('every', [
  z.object({ every: z.literal('hour'), minute: z.number().int().min(0).max(59).default(0), zone }),
  z.object({ every: z.literal('day'), at: clockTime, zone }),
  z.object({ every: z.literal('week'), weekday: z.number().int().min(1).max(7), at: clockTime, zone }),
])
export type ExportSchedule = z.infer<typeof exportSchedule>

/** What a path may say in braces: the segment's name, the moment the run is for (UTC), its date in the zone, and the format. */
const pathParts = ['segment', 'slot', 'date', 'format'] as const
export const DEFAULT_PATH = 'kith/{segment}/{slot}.{format}'
const MAX_TRAITS = 50

const path = text(500)
  .refine(
    (value) =>
      [...value.matchAll(/\{([^}]*)\}/g)].every(([, part]) => pathParts.some((known) => known === part)),
    `may have only {${pathParts.join('}, {')}} in braces`,
  )
  .refine((value) => !/[\\\p{Cc}]/u.test(value), 'must not contain backslashes or control characters')
  .refine(
    (value) =>
      !value.split('/').some((part, place) => part === '..' || part === '.' || (part === '' && place > 0)),
    'must be a path to a file, without empty parts, . or ..',
  )

const fields = {
  name: text(200),
  storage_id: z.uuid(),
  format: z.enum(exportFormats),
  /** Everybody who is in it, or who entered and left since the run before. */
  content: z.enum(['members', 'changes']),
  traits: z.array(text(200)).max(MAX_TRAITS),
  path,
  /** Null: only when somebody asks for it. */
  schedule: exportSchedule.nullable(),
  enabled: z.boolean(),
}

export const segmentExportInput = z.object({
  ...fields,
  content: fields.content.default('members'),
  traits: fields.traits.default([]),
  path: path.default(DEFAULT_PATH),
  schedule: fields.schedule.default(null),
  enabled: fields.enabled.default(true),
})
export type SegmentExportInput = z.input<typeof segmentExportInput>
export const segmentExportChange = z.object(fields).partial()
export type SegmentExportChange = z.input<typeof segmentExportChange>

/** One time that an export ran. `slot` is the moment it was for; a run that is repeated writes the same file. */
export const segmentExportRun = z.object({
  id: z.number(),
  slot: z.iso.datetime(),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  by_hand: z.boolean(),
  attempts: z.number(),
  file: z.string().nullable(),
  rows: z.number(),
  bytes: z.number(),
  error: z.string().nullable(),
  next_attempt_at: z.iso.datetime().nullable(),
  started_at: z.iso.datetime().nullable(),
  finished_at: z.iso.datetime().nullable(),
})
export type SegmentExportRun = z.infer<typeof segmentExportRun>

export const segmentExport = z.object({
  id: z.uuid(),
  segment_id: z.uuid(),
  ...fields,
  storage_name: z.string(),
  /** With whose rights it runs: who saved it last. */
  owner: z.string().nullable(),
  next_at: z.iso.datetime().nullable(),
  last_run: segmentExportRun.nullable(),
  created_at: z.iso.datetime(),
})
export type SegmentExport = z.infer<typeof segmentExport>
