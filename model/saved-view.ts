import { z } from 'zod'
import { text } from './strings.ts'
import { recordFilter } from './record-filter.ts'
import { columnKey, recordSort } from './view.ts'

export const viewSharings = ['private', 'team', 'everyone'] as const
export type ViewSharing = (typeof viewSharings)[number]

/** Pixels of a column that was drawn wider or narrower. */
const columnWidths = { min: 60, max: 800 } as const

const viewColumn = z.object({
  key: columnKey,
  width: z.number().int().min(columnWidths.min).max(columnWidths.max).optional(),
})
export type ViewColumn = z.infer<typeof viewColumn>

/** What a list shows. Parts left out are as they are for everybody. */
export const viewConfig = z.object({
  filter: recordFilter.optional(),
  search: z.string().trim().max(200).optional(),
  columns: z.array(viewColumn).min(1).max(100).optional(),
  sort: recordSort.optional(),
  /** The key of the field by whose values the records are grouped. */
  group: z.string().max(60).optional(),
  /** Keys of the numbers that are added up. */
  totals: z.array(z.string().max(60)).max(5).optional(),
})
export type ViewConfig = z.infer<typeof viewConfig>

/** A list as somebody keeps it. `may_edit` says whether the caller may change and delete it. */
export const savedView = z.object({
  id: z.uuid(),
  object: z.string(),
  name: z.string(),
  sharing: z.enum(viewSharings),
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  owner: z.object({ id: z.string(), name: z.string() }),
  config: viewConfig,
  version: z.number(),
  may_edit: z.boolean(),
  /** Whether the caller's list of the object opens with it, and whether it is in their navigation. */
  is_default: z.boolean(),
  is_favourite: z.boolean(),
  updated_at: z.iso.datetime(),
})
export type SavedView = z.infer<typeof savedView>

export const viewInput = z.object({
  name: text(100),
  sharing: z.enum(viewSharings).default('private'),
  /** Needed when it is shared with a team. */
  team_id: z.uuid().nullable().default(null),
  config: viewConfig,
})
export type ViewInput = z.input<typeof viewInput>

/** A change of a view. With `version`, it is refused (409) when somebody else changed the view since. */
export const viewChange = z.object({
  name: text(100).optional(),
  sharing: z.enum(viewSharings).optional(),
  team_id: z.uuid().nullable().optional(),
  config: viewConfig.optional(),
  version: z.number().int().optional(),
})
export type ViewChange = z.input<typeof viewChange>

/** The view that a list opens with; null for the list as everybody has it. */
export const viewDefault = z.object({ view_id: z.uuid().nullable() })

const favouriteKinds = ['view', 'record'] as const

/** A view or a record in the caller's navigation. */
export const favourite = z.object({
  id: z.uuid(),
  kind: z.enum(favouriteKinds),
  object: z.string(),
  target_id: z.uuid(),
  name: z.string(),
})
export type Favourite = z.infer<typeof favourite>

export const favouriteInput = z.object({
  kind: z.enum(favouriteKinds),
  object: z.string().max(60),
  target_id: z.uuid(),
})
export type FavouriteInput = z.infer<typeof favouriteInput>
