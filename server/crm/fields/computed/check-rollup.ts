import type { Rollup } from '../../../../model/computed-field.ts'
import type { Field, FieldType } from '../../../../model/field.ts'
import { standardFieldsOf } from '../../../../model/view.ts'
import type { Queryable } from '../../../platform/relational/index.ts'
import { invalidField } from '../../invalid-field.ts'
import { requireObject } from '../../objects/find-objects.ts'
import { listFields } from '../find-fields.ts'

const numbers: readonly FieldType[] = ['number', 'money', 'rating']
const compared: readonly FieldType[] = [...numbers, 'date', 'datetime']

type Wanted = Pick<Field, 'object' | 'settings'>
type Shape = Pick<Field, 'type' | 'settings'>

/** The type and settings of a roll-up. Throws `validation_failed` for one that cannot be. */
export async function checkRollup(db: Queryable, field: Wanted, rollup: Rollup): Promise<Shape> {
  if (rollup.of === 'activity') return checkActivities(field, rollup)
  if (rollup.of === 'person' || rollup.of === 'company' || rollup.of === 'lead')
    throw invalidField('computed.of', 'Deals, activities, products and records of your own are gathered.')
  await requireObject(db, rollup.of)
  const fields = await listFields(db, rollup.of)
  requireWay(field, rollup, fields)
  if (rollup.function === 'count') return { type: 'number', settings: {} }
  const { key, type, settings } = gathered(rollup, fields)
  const isAmount = rollup.of === 'deal' && key === 'amount'
  const currency = isAmount ? field.settings.currency : settings.currency
  if (isAmount && currency === undefined)
    throw invalidField('settings.currency', 'Say in which currency: amounts in others are left out.')
  const isMoney = isAmount || type === 'money'
  return isMoney
    ? { type: 'money', settings: { currency } }
    : { type: numbers.includes(type) ? 'number' : type, settings: {} }
}

function checkActivities({ object }: Wanted, { function: how, field }: Rollup): Shape {
  if (object !== 'company' && object !== 'deal')
    throw invalidField('computed.of', 'Activities are about companies and deals.')
  if (how === 'count') return { type: 'number', settings: {} }
  if ((how === 'largest' || how === 'smallest') && (field === 'done_at' || field === 'due_at'))
    return { type: 'datetime', settings: {} }
  throw invalidField(
    'computed.function',
    'Activities are counted, or their first or last done_at or due_at is told.',
  )
}

/** Throws `validation_failed` unless those records lead here by this field. */
function requireWay({ object }: Wanted, { of, by }: Rollup, fields: Field[]): void {
  if (of === 'deal' && by === 'company_id' && object === 'company') return
  const relation = fields.find(({ key, type }) => key === by && type === 'relation')
  if (relation?.settings.target !== object)
    throw invalidField('computed.by', `No field of these records is called ${by || 'so'} and leads here.`)
}

type Gathered = Pick<Field, 'key' | 'type' | 'settings'> & Partial<Pick<Field, 'computed'>>

function gathered({ of, field, function: how }: Rollup, fields: Field[]): Gathered {
  const all: (Gathered & { label: string })[] = [...standardFieldsOf(of), ...fields]
  const one = all.find(({ key }) => key === field)
  if (one?.computed?.kind === 'rollup')
    throw invalidField('computed.field', `${one.label} is a roll-up itself.`)
  const fits = how === 'smallest' || how === 'largest' ? compared : numbers
  if (one && fits.includes(one.type)) return one
  throw invalidField(
    'computed.field',
    one
      ? `${one.label} has no values that can be ${how === 'sum' || how === 'average' ? 'added up' : 'compared'}.`
      : 'Say which field.',
  )
}
