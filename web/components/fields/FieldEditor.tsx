import { Group, MultiSelect, Rating, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Field, FieldType } from '../../../model/field.ts'
import { addressParts } from '../../../model/field-value.ts'
import { isObject } from '../../../model/json.ts'
import { CompanyPicker } from '../CompanyPicker.tsx'
import { PersonPicker } from '../PersonPicker.tsx'
import { UserPicker } from '../UserPicker.tsx'
import { DealPicker } from './DealPicker.tsx'
import { RecordPicker } from './RecordPicker.tsx'

export type EditedField = Pick<Field, 'label' | 'type' | 'settings' | 'help' | 'required'>

export type FieldEditorProps = {
  field: EditedField
  /** As it is kept, or as it is typed: a number may be text until it is saved. */
  value: unknown
  onChange: (value: unknown) => void
  error?: ReactNode
  autoFocus?: boolean
  /** Leaves the label to screen readers, where it stands beside the field anyway. */
  bare?: boolean
}

/** The types that are done with one choice, so that they are saved at once. */
export const chosenAtOnce: readonly FieldType[] = ['boolean', 'select', 'user', 'relation', 'rating']

/** The fitting field for each type. */
export function FieldEditor(props: FieldEditorProps) {
  const { field, value, onChange, error, autoFocus = false, bare = false } = props
  const names = bare
    ? { 'aria-label': field.label }
    : { label: field.label, description: field.help || undefined, required: field.required }
  const common = { ...names, error, autoFocus }
  const text = textOf(value)
  switch (field.type) {
    case 'long_text':
      return (
        <Textarea {...common} autosize minRows={3} maxRows={12} value={text} onChange={typed(onChange)} />
      )
    case 'number':
    case 'money':
      return (
        <TextInput
          {...common}
          inputMode="decimal"
          value={text}
          onChange={typed(onChange)}
          rightSectionWidth={field.settings.currency ? '3.25rem' : undefined}
          rightSection={
            field.settings.currency && (
              <Text size="xs" c="dimmed">
                {field.settings.currency}
              </Text>
            )
          }
        />
      )
    case 'datetime':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={toLocal(text)}
          onChange={(event) => onChange(fromLocal(event.currentTarget.value))}
        />
      )
    case 'boolean':
      return (
        <Select
          {...common}
          data={yesNo}
          clearable
          value={typeof value === 'boolean' ? String(value) : null}
          onChange={(chosen) => onChange(chosen === null ? null : chosen === 'true')}
        />
      )
    case 'select':
      return (
        <Select
          {...common}
          data={choices(field, [value])}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'Clear' }}
          value={text || null}
          onChange={onChange}
        />
      )
    case 'multi_select':
      return (
        <MultiSelect
          {...common}
          data={choices(field, Array.isArray(value) ? value : [])}
          searchable
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      )
    case 'rating':
      return <Stars {...props} value={value} />
    case 'address':
      return <AddressEditor {...props} />
    case 'user':
    case 'relation':
      return <Picker {...props} value={text || null} />
    default:
      return <TextInput {...common} {...keyboards[field.type]} value={text} onChange={typed(onChange)} />
  }
}

const keyboards: Partial<Record<FieldType, { type?: string; inputMode?: 'url' | 'email' | 'tel' }>> = {
  date: { type: 'date' },
  url: { inputMode: 'url' },
  email: { inputMode: 'email' },
  phone: { inputMode: 'tel' },
}

const yesNo = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

function Stars({ field, value, onChange, error }: FieldEditorProps) {
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <Rating
          aria-label={field.label}
          count={field.settings.stars ?? 5}
          value={typeof value === 'number' ? value : 0}
          onChange={onChange}
        />
      </Group>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  )
}

function AddressEditor({ field, value, onChange, error, autoFocus = false }: FieldEditorProps) {
  const address = isObject(value) ? value : {}
  return (
    <Stack gap={6} role="group" aria-label={field.label}>
      {Object.entries(addressParts).map(([part, label], place) => (
        <TextInput
          key={part}
          size="xs"
          aria-label={label}
          placeholder={label}
          autoFocus={autoFocus && place === 0}
          value={textOf(address[part])}
          onChange={(event) => onChange({ ...address, [part]: event.currentTarget.value })}
        />
      ))}
      {error && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  )
}

function Picker({
  field,
  value,
  onChange,
  error,
  bare = false,
}: FieldEditorProps & { value: string | null }) {
  const names = bare
    ? { 'aria-label': field.label }
    : { label: field.label, description: field.help || undefined }
  const props = { ...names, value, onChange, error, placeholder: 'Search' }
  if (field.type === 'user') return <UserPicker {...props} />
  switch (field.settings.target) {
    case 'person':
      return <PersonPicker {...props} />
    case 'company':
      return <CompanyPicker {...props} />
    case 'deal':
      return <DealPicker {...props} />
    default:
      return <RecordPicker {...props} object={field.settings.target ?? ''} />
  }
}

/** Archived options are offered only where they are chosen already. */
function choices({ settings }: EditedField, chosen: unknown[]) {
  return (settings.options ?? [])
    .filter(({ key, archived }) => !archived || chosen.includes(key))
    .map(({ key, label }) => ({ value: key, label }))
}

function typed(onChange: (value: unknown) => void) {
  return (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** A moment as the field of the browser wants it: in the reader's own time zone, without naming it. */
function toLocal(moment: string): string {
  const at = new Date(moment)
  if (Number.isNaN(at.getTime())) return ''
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function fromLocal(text: string): string | null {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
