import { Autocomplete, NumberInput, Select, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { cardKinds, type CardKind } from '../../../../model/dashboard-cards.ts'
import { api } from '../../../api.ts'
import { pipelinesQuery } from '../../../lib/pipelines.ts'
import { segmentChoicesQuery } from '../../../lib/segment-choices.ts'

export type Settings = Record<string, unknown>

export type SettingFieldsProps = {
  kind: CardKind
  settings: Settings
  onChange: (settings: Settings) => void
}

type FieldProps = { value: unknown; onChange: (value: unknown) => void }
type Field = (props: FieldProps) => ReactNode

/** How each setting is asked for; kinds of cards that have the same setting ask for it alike. */
const fields: Record<string, Field> = {
  pipeline: PipelineField,
  measure: choice('Counted', { amount: 'Amounts', count: 'Deals' }),
  stage_measure: choice('Counted', {
    amount: 'Amounts',
    count: 'Deals',
    weighted: 'Amounts × probability',
  }),
  share: choice('Worked out', {
    count: 'By the number of deals',
    amount: 'By amounts',
    cohort: 'Of the deals made in the period',
  }),
  average: choice('Average', { median: 'Median', mean: 'Mean' }),
  outcome: choice('Deals that were', { lost: 'Lost', won: 'Won' }),
  span: choice('Time', { year: 'Twelve months up to the period', period: 'The period' }),
  most: MostField,
  event: EventField,
  segment: SegmentField,
  text: TextField,
}

/** What can be set about a kind of card. */
export function SettingFields({ kind, settings, onChange }: SettingFieldsProps) {
  const { shape } = cardKinds[kind].settings
  const defaults = cardKinds[kind].settings.partial().safeParse({})
  const usual: Settings = defaults.success ? defaults.data : {}
  return Object.keys(shape).map((key) => {
    const Field = fields[key]
    if (!Field) return null
    return (
      <Field
        key={key}
        value={settings[key] ?? usual[key]}
        onChange={(value) => onChange({ ...settings, [key]: value })}
      />
    )
  })
}

function choice(label: string, choices: Record<string, string>): Field {
  const data = Object.entries(choices).map(([value, name]) => ({ value, label: name }))
  return function ChoiceField({ value, onChange }) {
    return (
      <Select
        label={label}
        data={data}
        allowDeselect={false}
        value={typeof value === 'string' ? value : (data[0]?.value ?? null)}
        onChange={onChange}
      />
    )
  }
}

function PipelineField({ value, onChange }: FieldProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  if (pipelines.length < 2) return null
  return (
    <Select
      label="Pipeline"
      placeholder="That of the dashboard"
      clearable
      clearButtonProps={{ 'aria-label': 'Clear', tabIndex: 0 }}
      data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
    />
  )
}

function MostField({ value, onChange }: FieldProps) {
  return (
    <NumberInput
      label="Rows at most"
      min={3}
      max={50}
      allowDecimal={false}
      value={typeof value === 'number' ? value : 10}
      onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
    />
  )
}

function EventField({ value, onChange }: FieldProps) {
  const { data } = useQuery({ queryKey: ['events', 'names'], queryFn: api.events.names })
  return (
    <Autocomplete
      label="Event"
      required
      maxLength={200}
      data={[...new Set((data?.data ?? []).map(({ name }) => name))]}
      limit={50}
      value={typeof value === 'string' ? value : ''}
      onChange={onChange}
    />
  )
}

function SegmentField({ value, onChange }: FieldProps) {
  const { data: segments = [] } = useQuery(segmentChoicesQuery)
  return (
    <Select
      label="Segment"
      required
      searchable
      data={segments.map(({ value: id, label }) => ({ value: id, label }))}
      value={typeof value === 'string' ? value : null}
      onChange={onChange}
      nothingFoundMessage="No segment is called so."
    />
  )
}

function TextField({ value, onChange }: FieldProps) {
  return (
    <Textarea
      label="Words"
      description="Simple Markdown: headings, lists, emphasis and links."
      required
      autosize
      minRows={4}
      maxRows={12}
      maxLength={2000}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
