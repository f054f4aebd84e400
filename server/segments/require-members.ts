import type { Segment, SegmentMembers } from '../../model/segment.ts'
import { fail } from '../platform/errors.ts'

/** Throws `conflict` for a segment that is not of these. */
export function requireMembers({ members }: Pick<Segment, 'members'>, wanted: SegmentMembers): void {
  if (members !== wanted)
    throw fail(
      'conflict',
      `This segment is of ${members}. What you ask for is there for segments of ${wanted}.`,
    )
}
