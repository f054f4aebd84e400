import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { deleteRecordIn, restoreRecordIn } from '../records/change-records.ts'
import { claimSku, releaseSku } from './skus.ts'

type One = { id: string; at: Date }

/** Takes a product out of every list; line items stay as they are. Throws `not_found`, `forbidden`. */
export async function deleteProductIn(trx: Trx, actor: Actor, { id, at }: One): Promise<void> {
  await deleteRecordIn(trx, actor, { object: 'product', id, at })
  await releaseSku(trx, id)
}

/** Undoes the deletion of a product. Throws `not_found`, and `conflict` when another one has its SKU by now. */
export async function restoreProductIn(trx: Trx, actor: Actor, { id, at }: One): Promise<void> {
  await restoreRecordIn(trx, actor, { object: 'product', id, at })
  await claimSku(trx, id)
}
