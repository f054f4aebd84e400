import type { RawBuilder } from 'kysely'
import type { RecordSelection } from '../../../model/view.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Database } from '../../platform/relational/index.ts'
import { indexUsed } from '../views/index-used.ts'
import { conditionOf, keysIn, knownTo } from '../views/question.ts'

/** Which deals a board is about: the same filter and words as those of the list. */
export type BoardSelection = Pick<RecordSelection, 'filter' | 'search'>

/**
 * The condition on `deals r` that a filter and words mean, of the deals that the caller may see. Throws
 * `validation_failed` for fields that there are not, `forbidden` for hidden ones.
 */
export async function boardCondition(
  db: Database,
  caller: Actor,
  selection: BoardSelection,
): Promise<RawBuilder<unknown>> {
  const known = await knownTo(db, caller, { object: 'deal', filter: selection.filter })
  const condition = await conditionOf(db, known, selection)
  await indexUsed(db, known.fields, keysIn(selection.filter))
  return condition
}
