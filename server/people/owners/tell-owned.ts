import { publish } from '../../platform/outbox/index.ts'
import type { Trx } from '../../platform/relational/index.ts'

/** Says that people were given to somebody else, by the identifiers that keep it. */
export async function tellOwned(trx: Trx, identifiers: readonly string[]): Promise<void> {
  if (identifiers.length > 0)
    await publish(trx, [{ type: 'people.owned', payload: { owned: [...identifiers] } }])
}
