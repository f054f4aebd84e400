import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { FieldEditor } from '../fields/FieldEditor.tsx'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { FormError } from '../../ui/FormError.tsx'

export type Line = { key: string; label: string; type?: string; required?: boolean }

export type RecordDialogProps = {
  title: string
  object: string
  lines: Line[]
  values: Record<string, string | undefined>
  onChange: (key: string, value: string | undefined) => void
  fields: Record<string, unknown>
  onField: (key: string, value: unknown) => void
  problems: Record<string, string>
  error: unknown
  pending: boolean
  ready: boolean
  onSubmit: () => void
  onClose: () => void
  children?: ReactNode
}

/** Asks for a new record: some lines of text, what the caller adds, and the required fields of one's own. */
export function RecordDialog(props: RecordDialogProps) {
  const { title, lines, values, problems, onChange, onClose, children } = props
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (props.ready) props.onSubmit()
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {lines.map(({ key, label, type, required = false }, place) => (
            <TextInput
              key={key}
              label={label}
              {...(type && { type })}
              required={required}
              {...(place === 0 && { 'data-autofocus': true })}
              maxLength={300}
              value={values[key] ?? ''}
              onChange={(event) => onChange(key, event.currentTarget.value.trimStart() || undefined)}
              error={problems[key]}
            />
          ))}
          {children}
          <RequiredFields {...props} />
          <FormError error={Object.keys(problems).length > 0 ? null : props.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={props.pending} disabled={!props.ready}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function RequiredFields({ object, fields, onField, problems }: RecordDialogProps) {
  const { data = [] } = useQuery(fieldsQuery(object))
  return data
    .filter(({ required, key }) => required || problems[`fields.${key}`])
    .map((field) => (
      <FieldEditor
        key={field.id}
        field={field}
        value={fields[field.key] ?? field.default_value}
        onChange={(value) => onField(field.key, value)}
        error={problems[`fields.${field.key}`]}
      />
    ))
}
