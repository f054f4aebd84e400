import { z } from 'zod'
import { segmentMembers, type SegmentMembers } from '../../../model/segment.ts'
import { group, type DraftGroup } from './draft-schema.ts'
import { blank } from './draft.ts'

/** A segment while it is edited. `at` is when it was changed last, null while it is as it was saved. */
export type SegmentDraft = {
  name: string
  description: string
  folder: string
  /** Null for a new segment, which belongs to whoever makes it. */
  ownerId: string | null
  members: SegmentMembers
  root: DraftGroup
  at: string | null
}

const draft = z.object({
  name: z.string(),
  description: z.string(),
  folder: z.string().default(''),
  ownerId: z.string().nullable().default(null),
  members: z.enum(segmentMembers).default('people'),
  root: group,
  at: z.string().nullable(),
})

export const blankDraft = (): SegmentDraft => ({
  name: '',
  description: '',
  folder: '',
  ownerId: null,
  members: 'people',
  root: blank.root(),
  at: null,
})

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
