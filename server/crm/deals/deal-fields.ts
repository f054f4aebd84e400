import type { Deal, DealChange } from '../../../model/deal.ts'
import type { Actor } from '../../platform/http/index.ts'
import type { Trx } from '../../platform/relational/index.ts'
import { invalidField } from '../invalid-field.ts'
import type { LockedDeal } from './find-deal.ts'
import { itemsAmount } from './line-items/items-amount.ts'
import { requireCompany, requireOwner, requirePersonRef } from './references.ts'

/** What a user fills in, with the person as the identifier that is kept. */
export type DealFields = Pick<
  Deal,
  'name' | 'amount' | 'amount_source' | 'expected_close_on' | 'close_note'
> & {
  closeReasonId: string | null
  personRef: string | null
  companyId: string | null
  ownerId: string | null
}

/** The fields after a change. Throws `validation_failed` when it names an unknown person or company, or leaves neither. */
export async function newFields(
  trx: Trx,
  actor: Actor,
  { before, change }: { before: LockedDeal; change: DealChange },
): Promise<DealFields> {
  const old = fieldsOf(before)
  const fields = {
    name: change.name ?? old.name,
    ...(await newAmount(trx, before, change)),
    expected_close_on:
      change.expected_close_on === undefined ? old.expected_close_on : change.expected_close_on,
    personRef: await newPersonRef(trx, actor, before, change.person_id),
    companyId: change.company_id === undefined ? old.companyId : change.company_id,
    closeReasonId: change.close_reason_id === undefined ? old.closeReasonId : change.close_reason_id,
    close_note: change.close_note ?? old.close_note,
    ownerId: change.owner_id === undefined ? old.ownerId : change.owner_id,
  }
  if (fields.companyId && fields.companyId !== old.companyId)
    await requireCompany(trx, actor, fields.companyId)
  if (fields.ownerId && fields.ownerId !== old.ownerId) await requireOwner(trx, fields.ownerId)
  if (fields.personRef ?? fields.companyId) return fields
  const field = change.person_id === null ? 'person_id' : 'company_id'
  throw invalidField(field, 'A deal belongs to a person, a company or both.')
}

/** The names of the fields that have another value than before. */
export function changedFields(before: LockedDeal, fields: DealFields): string[] {
  const old = fieldsOf(before)
  return fieldNames.flatMap(([key, name]) => (old[key] === fields[key] ? [] : [name]))
}

const fieldNames: [keyof DealFields, keyof DealChange][] = [
  ['name', 'name'],
  ['amount', 'amount'],
  ['amount_source', 'amount_source'],
  ['expected_close_on', 'expected_close_on'],
  ['personRef', 'person_id'],
  ['companyId', 'company_id'],
  ['closeReasonId', 'close_reason_id'],
  ['close_note', 'close_note'],
  ['ownerId', 'owner_id'],
]

function fieldsOf({ deal, personRef }: LockedDeal): DealFields {
  const { name, amount, amount_source, expected_close_on, company, owner, close_reason, close_note } = deal
  return {
    name,
    amount,
    amount_source,
    expected_close_on,
    personRef,
    companyId: company?.id ?? null,
    closeReasonId: close_reason?.id ?? null,
    close_note,
    ownerId: owner?.id ?? null,
  }
}

/** An amount that follows the line items is theirs, whatever else changes. Throws `validation_failed` for another one. */
async function newAmount(
  trx: Trx,
  { deal }: LockedDeal,
  change: DealChange,
): Promise<Pick<DealFields, 'amount' | 'amount_source'>> {
  const amount_source = change.amount_source ?? deal.amount_source
  if (amount_source === 'manual')
    return { amount: change.amount === undefined ? deal.amount : change.amount, amount_source }
  const amount = await itemsAmount(trx, deal.id)
  if (change.amount !== undefined && change.amount !== amount)
    throw invalidField('amount', 'It follows the line items. Change those, or set amount_source to manual.')
  return { amount, amount_source }
}

/** Naming the person whom the deal has already changes nothing, whichever identifier it is kept under. */
function newPersonRef(
  trx: Trx,
  actor: Actor,
  { deal, personRef }: LockedDeal,
  personId: string | null | undefined,
): Promise<string> | string | null {
  if (personId === undefined || personId === deal.person?.id) return personRef
  return personId && requirePersonRef(trx, actor, personId)
}
