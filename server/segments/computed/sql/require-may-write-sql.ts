import { rightsFor } from '../../../../model/rights.ts'
import { hiddenFields } from '../../../access/index.ts'
import { fail } from '../../../platform/errors.ts'
import type { Actor } from '../../../platform/http/index.ts'

const READ = ['people', 'companies', 'deals'] as const

/** Throws `forbidden` unless the caller may write SQL and sees all that it could read: rights cannot be looked for in a SELECT. */
export function requireMayWriteSql(caller: Actor): void {
  if (!caller.permissions.has('segments:sql'))
    throw fail('forbidden', 'Your role does not allow to write traits in SQL. Ask an administrator.')
  const hidden = READ.filter(
    (object) =>
      rightsFor(caller.grants.rights, object).view !== 'all' || hiddenFields(caller, object).length > 0,
  )
  if (hidden.length > 0)
    throw fail(
      'forbidden',
      `SQL reads all people, companies and deals, and some of the ${hidden[0]} or what is known of them is hidden from you. Ask an administrator.`,
    )
}
