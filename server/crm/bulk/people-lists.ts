import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable, Trx } from '../../platform/relational/index.ts'

export type ListWork = { segment: string; doing: 'add' | 'remove' }

/** Lists of people, which another module keeps: whoever puts the program together gives them. */
export type PeopleLists = {
  /** Throws when there is no such list, or the caller may not change it. */
  check(db: Queryable, actor: Actor, segment: string): Promise<void>
  /** Puts people on a list or takes them off. Gives the ids of those for whom that changed something. */
  change(trx: Trx, actor: Actor, work: ListWork & { people: string[] }): Promise<string[]>
}

function refuse(): never {
  throw fail('not_found', 'There is no such list.')
}

/** Where nobody keeps lists, there is none. */
export const noLists: PeopleLists = {
  check: async () => refuse(),
  change: async () => refuse(),
}
