import { Autocomplete, NativeSelect, NumberInput, TagsInput, Text, TextInput } from '@mantine/core'
import {
  needsValue,
  relativeOperators,
  segmentOperators,
  type SegmentOperator,
} from '../../../model/segment-comparison.ts'
import classes from '../../components/ComparisonFields.module.css'
import { number } from '../../lib/format.ts'
import { useSuggestedValues, type ValuesOf } from '../../lib/suggestions.ts'
import builder from './builder.module.css'
import type { DraftComparison } from './draft-schema.ts'
import { AmountField, UnitField } from './DurationFields.tsx'

export type ComparisonEditorProps = {
  /** What the field is: "trait", "property" or "field". */
  what: string
  value: DraftComparison
  onChange: (value: DraftComparison) => void
  /** Names seen in real data. */
  fields: string[]
  /** Where values are suggested from. */
  valuesOf: ValuesOf
  invalid?: boolean
  autoFocus?: boolean
}

const names = Object.entries(segmentOperators).map(([value, label]) => ({ value, label }))
const manyValued: readonly SegmentOperator[] = ['is', 'is_not']
const dated: readonly SegmentOperator[] = ['before', 'after']
const MOST_SHOWN = 50

/** Field, operator and value of one comparison, in a row that wraps. */
export function ComparisonEditor(props: ComparisonEditorProps) {
  const { what, value, onChange, fields, invalid = false, autoFocus = false } = props
  const nameless = invalid && value.field.trim() === ''
  return (
    <>
      <Autocomplete
        aria-label={`Name of the ${what}`}
        placeholder={what}
        data={fields}
        limit={MOST_SHOWN}
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
        className={`${classes.operator} ${builder.operator}`}
      />
      {needsValue(value.operator) && <ValueFields {...props} invalid={invalid && !nameless} />}
    </>
  )
}

function ValueFields(props: ComparisonEditorProps) {
  const { value, onChange, invalid } = props
  const [first = '', second = ''] = value.values
  const setAt = (place: 0 | 1) => (text: string) =>
    onChange({ ...value, values: place === 0 ? [text, second] : [first, text] })
  if (relativeOperators.includes(value.operator)) {
    return (
      <>
        <AmountField
          label="How long"
          value={Number(first) || 1}
          onChange={(amount) => onChange({ ...value, values: [String(amount)] })}
        />
        {value.operator === 'anniversary' ? (
          <span className={builder.word}>days</span>
        ) : (
          <UnitField value={value.unit} onChange={(unit) => onChange({ ...value, unit })} />
        )}
      </>
    )
  }
  if (value.operator === 'between') {
    return (
      <>
        <NumberInput
          aria-label="From"
          hideControls
          value={first}
          onChange={(to) => setAt(0)(String(to))}
          error={invalid}
          w="6rem"
        />
        <span className={builder.word}>and</span>
        <NumberInput
          aria-label="To"
          hideControls
          value={second}
          onChange={(to) => setAt(1)(String(to))}
          error={invalid}
          w="6rem"
        />
      </>
    )
  }
  if (manyValued.includes(value.operator)) return <ManyValues {...props} />
  return (
    <TextInput
      aria-label="Value"
      placeholder="value"
      type={dated.includes(value.operator) ? 'date' : 'text'}
      value={first}
      onChange={(event) => onChange({ ...value, values: [event.currentTarget.value] })}
      error={invalid}
      className={classes.value}
    />
  )
}

function ManyValues({ value, onChange, valuesOf, invalid }: ComparisonEditorProps) {
  const suggested = useSuggestedValues(valuesOf, value.field)
  const counts = new Map(suggested.map((one) => [one.value, one.count]))
  return (
    <TagsInput
      aria-label="Values: any of them matches"
      placeholder={value.values.length === 0 ? 'value, or several' : ''}
      data={[...counts.keys()]}
      limit={MOST_SHOWN}
      value={value.values}
      onChange={(values) => onChange({ ...value, values })}
      error={invalid}
      className={classes.values}
      renderOption={({ option }) => (
        <span className={builder.option}>
          <span>{option.value}</span>
          <Text span size="xs" c="dimmed">
            {number(counts.get(option.value) ?? 0)}
          </Text>
        </span>
      )}
    />
  )
}

/** Keeps what makes sense with the other operator: of several values the first where one can be compared with. */
function withOperator(draft: DraftComparison, name: string): DraftComparison {
  if (!isOperator(name)) return draft
  if (relativeOperators.includes(name))
    return { ...draft, operator: name, values: [String(Number(draft.values[0]) || 7)] }
  const values = manyValued.includes(name) ? draft.values : draft.values.slice(0, name === 'between' ? 2 : 1)
  return { ...draft, operator: name, values: name === 'between' ? [...values, '', ''].slice(0, 2) : values }
}

function isOperator(text: string): text is SegmentOperator {
  return text in segmentOperators
}
