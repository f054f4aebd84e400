import {
  uniqueTypes,
  unindexedTypes,
  type Field,
  type FieldSettings,
  type FieldType,
} from '../../../model/field.ts'
import { readFieldValue } from '../../../model/field-value.ts'
import { invalidField } from '../invalid-field.ts'

export type Definition = Pick<
  Field,
  'object' | 'type' | 'settings' | 'default_value' | 'required' | 'required_from_stage' | 'unique' | 'indexed'
>

const uniqueWords = 'text, numbers, days, web addresses, e-mail addresses and phone numbers'

/** Throws `validation_failed` for a field that cannot be. Gives its default value as it is kept. */
export function checkDefinition(field: Definition): unknown {
  checkSettings[field.type]?.(field.settings)
  if (field.unique && !uniqueTypes.includes(field.type))
    throw invalidField('unique', `Only ${uniqueWords} can be unique.`)
  if (field.unique && field.default_value !== null)
    throw invalidField(
      'default_value',
      'A unique field cannot have a default: two records would have the same value.',
    )
  if (field.indexed && unindexedTypes.includes(field.type))
    throw invalidField('indexed', 'Fields of this type cannot be filtered by.')
  if (field.required_from_stage !== null && field.object !== 'deal')
    throw invalidField('required_from_stage', 'Only deals have stages.')
  if (field.type === 'file') checkFile(field)
  const read = readFieldValue(field, field.default_value)
  if (!read.ok) throw invalidField('default_value', `It ${read.problem}.`)
  return read.value
}

/** A file is put to a record that is there already. */
function checkFile({ required, default_value }: Definition): void {
  if (default_value !== null) throw invalidField('default_value', 'A file field has no default.')
  if (required)
    throw invalidField(
      'required',
      'A record cannot be made with a file. Of deals, require it from a stage on instead.',
    )
}

const checkSettings: Partial<Record<FieldType, (settings: FieldSettings) => void>> = {
  select: checkOptions,
  multi_select: checkOptions,
  money: ({ currency }) => {
    if (!currency) throw invalidField('settings.currency', 'Say in which currency the amounts are.')
  },
  relation: ({ target }) => {
    if (!target) throw invalidField('settings.target', 'Say to what kind of record it leads.')
  },
}

function checkOptions({ options = [] }: FieldSettings): void {
  if (options.length === 0) throw invalidField('settings.options', 'Give at least one option.')
  const keys = options.map(({ key }) => key)
  const labels = options.map(({ label }) => label.toLowerCase())
  if (new Set(keys).size < keys.length || new Set(labels).size < labels.length)
    throw invalidField('settings.options', 'Two options are called the same.')
}
