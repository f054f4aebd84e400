import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { deleteActivityIn, restoreActivityIn } from '../activities/delete-activity.ts'
import { deleteDealIn } from '../deals/delete-deal.ts'
import { restoreDealIn } from '../deals/restore-deal.ts'
import { deleteProductIn, restoreProductIn } from '../products/delete-product.ts'
import { deleteRecordIn, restoreRecordIn } from '../records/change-records.ts'
import { deleteCompanyIn } from './delete-company.ts'
import { deletePersonIn } from './delete-person.ts'
import { restoreCompanyIn, restorePersonIn } from './restore.ts'

type Step = (trx: Trx, actor: Actor, one: { id: string; at: Date }) => Promise<unknown>

/** How a record of an object goes out of every list, and comes back as it was. Both throw `not_found`, `forbidden`. */
export type Lifecycle = { remove: Step; restore: Step }

/** The lifecycle of an object's records. */
export function lifecycleOf(object: string): Lifecycle {
  return lifecycles[object] ?? ofRecords(object)
}

const lifecycles: Record<string, Lifecycle> = {
  person: { remove: deletePersonIn, restore: restorePersonIn },
  company: { remove: deleteCompanyIn, restore: restoreCompanyIn },
  deal: { remove: deleteDealIn, restore: restoreDealIn },
  activity: { remove: deleteActivityIn, restore: restoreActivityIn },
  product: { remove: deleteProductIn, restore: restoreProductIn },
}

function ofRecords(object: string): Lifecycle {
  return {
    remove: (trx, actor, one) => deleteRecordIn(trx, actor, { object, ...one }),
    restore: (trx, actor, one) => restoreRecordIn(trx, actor, { object, ...one }),
  }
}
