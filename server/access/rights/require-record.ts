import { sql, type RawBuilder } from 'kysely'
import type { RecordAction } from '../../../model/rights.ts'
import { fail } from '../../platform/errors.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Queryable } from '../../platform/relational/index.ts'
import { visibleTo } from './visible-to.ts'

/** A record and what is to be done with it; `from` names it as `r`: sql`deals r where r.id = …`. */
export type RecordQuestion = {
  object: string
  action: RecordAction
  from: RawBuilder<unknown>
  /** How such a record is called in a sentence: "deal". */
  what: string
}

/**
 * Throws `not_found` when the record does not exist or the caller may not see it, which is not told apart, and
 * `forbidden` when they may see it and not do this.
 */
export async function requireRecord(
  db: Queryable,
  caller: Actor,
  { object, action, from, what }: RecordQuestion,
): Promise<void> {
  const row = sql`r`
  const { rows } = await sql<{ seen: boolean; may: boolean }>`
    select coalesce(${visibleTo(caller, object, 'view', row)}, false) as seen,
      coalesce(${visibleTo(caller, object, action, row)}, false) as may
    from ${from}`.execute(db)
  const [answer] = rows
  if (!answer?.seen) throw fail('not_found', `There is no ${what} with this id.`)
  if (!answer.may)
    throw fail(
      'forbidden',
      `You may see this ${what}, but not ${verbs[action]}. Ask its owner or an administrator.`,
    )
}

const verbs: Record<RecordAction, string> = {
  view: 'open it',
  create: 'make it',
  edit: 'change it',
  delete: 'delete it',
  assign: 'give it to somebody else',
  export: 'export it',
}
