import { Autocomplete, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import { operators, type Operator } from '../../model/filter.ts'
import { needsValue } from '../../model/segment-comparison.ts'
import type { TypedComparison } from '../lib/typed-comparison.ts'
import classes from './ComparisonFields.module.css'

export type ComparisonFieldsProps = {
  /** What the field is: "trait" or "property". */
  what: string
  value: TypedComparison
  onChange: (value: TypedComparison) => void
  /** Names seen in real data. */
  fields: string[]
  /** Marks what lacks; the sentence itself is shown by the row. */
  invalid?: boolean
  autoFocus?: boolean
}

const names = Object.entries(operators).map(([value, label]) => ({ value, label }))
const manyValued: readonly Operator[] = ['is', 'is_not']
/** Within a popover, a list that opens elsewhere in the document counts as outside and would close it. */
const inPlace = { withinPortal: false }
const dated: readonly Operator[] = ['before', 'after']

/** Field, operator and value of one comparison, in a row that wraps. */
export function ComparisonFields({
  what,
  value,
  onChange,
  fields,
  invalid = false,
  autoFocus = false,
}: ComparisonFieldsProps) {
  const nameless = invalid && value.field.trim() === ''
  return (
    <>
      <Autocomplete
        aria-label={`Name of the ${what}`}
        placeholder={what}
        data={fields}
        limit={50}
        comboboxProps={inPlace}
        value={value.field}
        onChange={(field) => onChange({ ...value, field })}
        error={nameless}
        autoFocus={autoFocus}
        className={classes.field}
      />
      <NativeSelect
        aria-label="Comparison"
        data={names}
        value={value.operator}
        onChange={(event) => onChange(withOperator(value, event.currentTarget.value))}
        className={classes.operator}
      />
      {needsValue(value.operator) && (
        <ValueField value={value} onChange={onChange} invalid={invalid && !nameless} />
      )}
    </>
  )
}

function ValueField({
  value,
  onChange,
  invalid,
}: Pick<ComparisonFieldsProps, 'value' | 'onChange'> & { invalid: boolean }) {
  if (manyValued.includes(value.operator)) {
    return (
      <TagsInput
        aria-label="Values: any of them matches"
        placeholder={value.values.length === 0 ? 'value, or several' : ''}
        value={value.values}
        onChange={(values) => onChange({ ...value, values })}
        comboboxProps={inPlace}
        error={invalid}
        className={classes.values}
      />
    )
  }
  return (
    <TextInput
      aria-label="Value"
      placeholder="value"
      type={dated.includes(value.operator) ? 'date' : 'text'}
      value={value.values[0] ?? ''}
      onChange={(event) => onChange({ ...value, values: [event.currentTarget.value] })}
      error={invalid}
      className={classes.value}
    />
  )
}

/** Keeps of several values the first where only one can be compared with. */
function withOperator(typed: TypedComparison, name: string): TypedComparison {
  if (!isOperator(name)) return typed
  return {
    ...typed,
    operator: name,
    values: manyValued.includes(name) ? typed.values : typed.values.slice(0, 1),
  }
}

function isOperator(text: string): text is Operator {
  return text in operators
}
