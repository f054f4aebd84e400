import { sql } from 'kysely'
import { KithError } from '../platform/errors.ts'
import { isDataError, type Trx } from '../platform/relational/index.ts'

/** What the work gives; or why it was refused, and then nothing of it stays. */
export async function orTakenBack<R>(trx: Trx, work: () => Promise<R>): Promise<R | string> {
  await sql`savepoint one_of_many`.execute(trx)
  try {
    const given = await work()
    await sql`release savepoint one_of_many`.execute(trx)
    return given
  } catch (error) {
    if (!(error instanceof KithError) && !isDataError(error)) throw error
    await sql`rollback to savepoint one_of_many`.execute(trx)
    return error instanceof KithError ? error.message : 'The database cannot keep this value.'
  }
}
