import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { LeadInput } from '../../../model/lead.ts'
import { salesApi } from '../../api-sales.ts'
import { FieldEditor } from '../../components/fields/FieldEditor.tsx'
import { fieldErrors } from '../../lib/http.ts'
import { fieldsQuery } from '../../lib/object-queries.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

export type NewLeadDialogProps = { onClose: () => void; onCreated: (id: string) => void }

const texts = [
  { key: 'name', label: 'Name', required: true },
  { key: 'email', label: 'E-mail', required: true },
  { key: 'company_name', label: 'Company', required: false },
  { key: 'phone', label: 'Phone', required: false },
  { key: 'source', label: 'Source', required: false },
] as const

/** Asks for a new lead; what was typed stays when the server refuses it. */
export function NewLeadDialog({ onClose, onCreated }: NewLeadDialogProps) {
  const [input, setInput] = useState<LeadInput>({ name: '' })
  const client = useQueryClient()
  const { data: fields = [] } = useQuery(fieldsQuery('lead'))
  const create = useMutation({
    mutationFn: () => salesApi.leads.create(input),
    onSuccess: async (lead) => {
      toastSaved(`Lead ${lead.name} created`)
      onCreated(lead.id)
      await client.invalidateQueries({ queryKey: ['leads'] })
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New lead" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {texts.map(({ key, label, required }) => (
            <TextInput
              key={key}
              label={label}
              required={required}
              {...(key === 'name' && { 'data-autofocus': true })}
              value={input[key] ?? ''}
              onChange={(event) =>
                setInput({ ...input, [key]: event.currentTarget.value.trimStart() || undefined })
              }
              error={problems[key]}
            />
          ))}
          {fields
            .filter(({ required }) => required)
            .map((field) => (
              <FieldEditor
                key={field.id}
                field={field}
                value={input.fields?.[field.key] ?? field.default_value}
                onChange={(value) => setInput({ ...input, fields: { ...input.fields, [field.key]: value } })}
                error={problems[`fields.${field.key}`]}
              />
            ))}
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!input.name || !input.email}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
