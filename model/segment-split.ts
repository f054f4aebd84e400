import { z } from 'zod'
import { segment } from './segment.ts'

const MAX_GROUPS = 20
const MAX_PERCENT = 100

/** A random split to make: groups with their shares in percent. Whoever is in no group has no part in it. */
export const splitInput = z.object({
  name: z.string().trim().min(1).max(100),
  groups: z
    .array(
      z.object({ name: z.string().trim().min(1).max(100), share: z.number().min(0.01).max(MAX_PERCENT) }),
    )
    .min(1)
    .max(MAX_GROUPS)
    .refine((groups) => new Set(groups.map(({ name }) => name.toLowerCase())).size === groups.length, {
      message: 'has two groups of one name',
    })
    .refine(
      (groups) => groups.reduce((sum, { share }) => sum + hundredths(share), 0) <= hundredths(MAX_PERCENT),
      {
        message: `adds up to more than ${MAX_PERCENT} %`,
      },
    ),
})
export type SplitInput = z.input<typeof splitInput>

/** A segment divided at random. Each group is a segment, and who is in which never changes. */
export const segmentSplit = z.object({
  id: z.uuid(),
  name: z.string(),
  created_at: z.iso.datetime(),
  groups: z.array(segment),
})
export type SegmentSplit = z.infer<typeof segmentSplit>

/** A share in whole hundredths of a percent. */
export function hundredths(share: number): number {
  return Math.round(share * 100)
}
