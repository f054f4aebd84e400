import type { Platform } from '../../platform/index.ts'
import { lockBoards } from '../board/board-lock.ts'
import { insertImported } from './insert-imported.ts'
import { readyToImport } from './ready-to-import.ts'
import { recordImported } from './record-imported.ts'

/** A deal with its past, as another system kept it. */
export type ImportedDeal = {
  id: string
  name: string
  /** The name of its pipeline; the first one when not given. */
  pipeline?: string
  amount: number | null
  /** That of the pipeline when not given. */
  currency?: string
  personId: string | null
  companyId: string | null
  ownerName: string | null
  ownerId?: string | null
  /** When it was made, if that was before it came into the first of these stages. */
  createdAt?: Date
  expectedCloseOn: string | null
  /** The names of the stages it went through, with when it came there; in the last one it is now. */
  stages: { name: string; at: Date }[]
}

/**
 * Brings deals in with their real dates, stage history and timeline events. A deal that exists already is left alone,
 * so that the same import may run again. Gives how many are new. Throws `validation_failed` and brings in none when one
 * names a person, company, pipeline or stage that does not exist.
 */
export async function importDeals({ db }: Platform, deals: ImportedDeal[]): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const ready = await readyToImport(trx, deals)
    await lockBoards(trx, [...new Set(ready.map(({ pipeline }) => pipeline.id))])
    const ids = await insertImported(trx, ready)
    await recordImported(
      trx,
      ready.filter(({ id }) => ids.has(id)),
    )
    return ids.size
  })
}
