import { MultiSelect, NativeSelect, NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Comparison, Operator } from '../../../model/filter.ts'
import type { SegmentMembers } from '../../../model/segment.ts'
import type { ListField } from '../../lib/list-objects.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { FieldEditor } from '../fields/FieldEditor.tsx'
import classes from './lists.module.css'

type Value = Comparison['value']

export type ConditionValueProps = {
  field: ListField
  operator: Operator
  value: Value
  onChange: (value: Value) => void
}

const inPlace = { withinPortal: false }

/** The value of a condition, asked for as its field's type wants it. */
export function ConditionValue({ field, operator, value, onChange }: ConditionValueProps) {
  const common = { 'aria-label': `Value of ${field.label}`, size: 'xs' as const }
  switch (field.type) {
    case 'number':
    case 'money':
    case 'rating':
      return (
        <NumberInput
          {...common}
          hideControls
          value={typeof value === 'number' ? value : ''}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : undefined)}
          className={classes.value}
        />
      )
    case 'date':
    case 'datetime':
      return (
        <TextInput
          {...common}
          type="date"
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
    case 'boolean':
      return (
        <NativeSelect
          {...common}
          data={['', 'Yes', 'No']}
          value={value === true ? 'Yes' : value === false ? 'No' : ''}
          onChange={(event) => onChange(answers[event.currentTarget.value])}
        />
      )
    case 'select':
    case 'multi_select':
      return (
        <MultiSelect
          {...common}
          searchable
          data={(field.settings.options ?? []).map(({ key, label }) => ({ value: key, label }))}
          value={[value ?? []].flat().map(String)}
          onChange={(keys) => onChange(keys.length > 0 ? keys : undefined)}
          comboboxProps={inPlace}
          className={classes.value}
        />
      )
    case 'user':
    case 'relation':
      return <Target field={field} value={value} onChange={onChange} />
    default:
      return <Words key={operator} {...common} value={value} onChange={onChange} />
  }
}

const answers: Record<string, boolean | undefined> = { Yes: true, No: false }

type TargetProps = Omit<ConditionValueProps, 'operator'>

function Target({ field, value, onChange }: TargetProps) {
  switch (field.settings.target) {
    case 'stage':
      return <StageValue field={field} value={value} onChange={onChange} />
    case 'pipeline':
      return <PipelineValue field={field} value={value} onChange={onChange} />
    case 'segment':
      return <SegmentValue of="people" field={field} value={value} onChange={onChange} />
    case 'company_segment':
      return <SegmentValue of="companies" field={field} value={value} onChange={onChange} />
    default:
      return (
        <div className={classes.value}>
          <FieldEditor
            bare
            field={{ help: '', required: false, ...field }}
            value={typeof value === 'string' ? value : null}
            onChange={(id) => onChange(typeof id === 'string' ? id : undefined)}
          />
        </div>
      )
  }
}

function StageValue({ field, value, onChange }: TargetProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const data = pipelines.map(({ name, stages }) => ({
    group: name,
    items: stages.map((stage) => ({ value: stage.id, label: stage.name })),
  }))
  return (
    <MultiSelect
      aria-label={`Value of ${field.label}`}
      size="xs"
      searchable
      data={data}
      value={[value ?? []].flat().map(String)}
      onChange={(ids) => onChange(ids.length > 0 ? ids : undefined)}
      comboboxProps={inPlace}
      className={classes.value}
    />
  )
}

function PipelineValue({ field, value, onChange }: TargetProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const data = pipelines.map(({ id, name }) => ({ value: id, label: name }))
  return <OneOf field={field} data={data} value={value} onChange={onChange} />
}

function SegmentValue({ of, ...props }: TargetProps & { of: SegmentMembers }) {
  const { data = [] } = useQuery(segmentChoicesQuery)
  return <OneOf {...props} data={data.filter(({ members }) => members === of)} />
}

function OneOf({ field, data, value, onChange }: TargetProps & { data: { value: string; label: string }[] }) {
  return (
    <Select
      aria-label={`Value of ${field.label}`}
      size="xs"
      searchable
      data={data}
      value={typeof value === 'string' ? value : null}
      onChange={(id) => onChange(id ?? undefined)}
      comboboxProps={inPlace}
      nothingFoundMessage="Nothing is called so."
      className={classes.value}
    />
  )
}

/** Asks once the typing rests: every change of a filter is a question to the server. */
function Words({
  value,
  onChange,
  ...common
}: { 'aria-label': string; size: 'xs' } & Pick<TargetProps, 'value' | 'onChange'>) {
  const [typed, setTyped] = useState(typeof value === 'string' ? value : '')
  useEffect(() => {
    if (typed === (value ?? '')) return
    const timer = setTimeout(() => onChange(typed || undefined), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed, value, onChange])
  return (
    <TextInput
      {...common}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      className={classes.value}
    />
  )
}

const TYPING_MS = 300
