import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import type { Outcome, Row } from './apply.ts'
import { noLists, type ListWork, type PeopleLists } from './people-lists.ts'

type Listing = { rows: Row[]; work: ListWork; lists?: PeopleLists }

/** Puts people on a list or takes them off, all at once. */
export async function listRows(
  trx: Trx,
  actor: Actor,
  { rows, work, lists = noLists }: Listing,
): Promise<Outcome[]> {
  const { segment, doing } = work
  const people = rows.map(({ id }) => id)
  const changed = new Set(await lists.change(trx, actor, { segment, doing, people }))
  return rows.map(({ id, name }) => ({
    id,
    name,
    outcome: changed.has(id) ? 'changed' : 'unchanged',
    before: {},
    after: {},
  }))
}
