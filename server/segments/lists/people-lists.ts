import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'
import { requireMembers } from '../require-members.ts'
import { findSegment } from '../segments.ts'
import { changePeople, requireList } from './change-list.ts'
import type { Doing } from './list-entries.ts'

/** The lists of static segments, for jobs of others that put many people on one or take them off. */
export const peopleLists = {
  /** Throws `not_found`, `conflict` for a segment without a list, `forbidden` for who may not change segments. */
  async check(db: Queryable, actor: Actor, segment: string): Promise<void> {
    if (!actor.permissions.has('segments:write'))
      throw fail('forbidden', 'Your role does not let you change segments.')
    const list = await findSegment(db, segment)
    requireList(list)
    requireMembers(list, 'people')
  },
  /** Gives the ids of those for whom it changed something. */
  change(
    trx: Trx,
    actor: Actor,
    work: { segment: string; doing: Doing; people: string[] },
  ): Promise<string[]> {
    return changePeople(trx, actor, work)
  },
}
