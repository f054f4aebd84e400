import { z } from 'zod'
import { operators, type Operator } from '../../../model/filter.ts'
import { blank, type DraftGroup, type DraftNode } from './draft.ts'

/** A segment while it is edited. `at` is when it was changed last, null while it is as it was saved. */
export type SegmentDraft = { name: string; description: string; root: DraftGroup; at: string | null }

const operatorNames = Object.keys(operators) as [Operator, ...Operator[]]
const comparison = z.object({
  key: z.string(),
  field: z.string(),
  operator: z.enum(operatorNames),
  values: z.array(z.string()),
})
const event = z.object({
  key: z.string(),
  kind: z.literal('event'),
  did: z.boolean(),
  event: z.string(),
  where: z.array(comparison),
  times: z.number(),
  days: z.number().nullable(),
})
const trait = z.object({ key: z.string(), kind: z.literal('trait'), comparison })
const group: z.ZodType<DraftGroup> = z.lazy(() =>
  z.object({
    key: z.string(),
    kind: z.literal('group'),
    match: z.enum(['all', 'any']),
    conditions: z.array(node),
  }),
)
const node: z.ZodType<DraftNode> = z.union([event, trait, group])
const draft = z.object({ name: z.string(), description: z.string(), root: group, at: z.string().nullable() })

export const blankDraft = (): SegmentDraft => ({ name: '', description: '', root: blank.root(), at: null })

/** Drafts outlive the page: one for a new segment and one for each that is edited, in this browser. */
export const draftStore = {
  read: (id: string | null): SegmentDraft | null => {
    try {
      return draft.parse(JSON.parse(localStorage.getItem(nameOf(id)) ?? 'null'))
    } catch {
      return null
    }
  },
  write: (id: string | null, changed: SegmentDraft): void => {
    try {
      localStorage.setItem(nameOf(id), JSON.stringify(changed))
    } catch {
      // A browser that stores nothing still lets people save the segment itself.
    }
  },
  forget: (id: string | null): void => localStorage.removeItem(nameOf(id)),
}

const nameOf = (id: string | null) => `kith:segment-draft:${id ?? 'new'}`
