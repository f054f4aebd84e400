import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { CrmObject, Field } from '../../../model/field.ts'
import type { JsonObject } from '../../../model/json.ts'
import { api } from '../../api.ts'
import { FieldEditor } from '../../components/fields/FieldEditor.tsx'
import { isLocked } from '../../lib/fields.ts'
import { useSession } from '../../lib/session.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'

export type NewRecordDialogProps = {
  object: CrmObject
  fields: Field[]
  onClose: () => void
  onCreated: (id: string) => void
}

/** Asks for a new record with all its fields; what was typed stays when the server refuses it. */
export function NewRecordDialog({ object, fields, onClose, onCreated }: NewRecordDialogProps) {
  const [name, setName] = useState('')
  const [values, setValues] = useState<JsonObject>({})
  const { fields: rules } = useSession()
  const client = useQueryClient()
  const create = useMutation({
    mutationFn: () => api.records.create(object.key, { name, fields: values }),
    onSuccess: async (made) => {
      toastSaved(`${made.name} created`)
      onCreated(made.id)
      await client.invalidateQueries({ queryKey: ['objects', object.key] })
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={`New ${object.name.toLowerCase()}`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.name}
          />
          {fields
            .filter((field) => !isLocked(rules, field) && field.type !== 'file')
            .map((field) => (
              <FieldEditor
                key={field.id}
                field={field}
                value={values[field.key] ?? field.default_value}
                onChange={(value) => setValues({ ...values, [field.key]: value })}
                error={problems[`fields.${field.key}`]}
              />
            ))}
          <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
