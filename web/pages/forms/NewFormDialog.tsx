import { Button, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { formsApi } from '../../api-forms.ts'
import { links } from '../../lib/links.ts'
import { FormError } from '../../ui/FormError.tsx'
import { formTemplates } from './form-templates.ts'

/** Begins a form as one of those that most begin as. */
export function NewFormDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [template, setTemplate] = useState(formTemplates[0]!)
  const [name, setName] = useState('')
  const create = useMutation({
    mutationFn: () =>
      formsApi.create({ name: name.trim() || template.name, definition: template.definition }),
    onSuccess: async (form) => {
      await client.invalidateQueries({ queryKey: ['forms'] })
      await navigate(links.form(form.id, { tab: 'edit' }))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <Modal opened onClose={onClose} title="New form" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Radio.Group
            label="Begin with"
            value={template.name}
            onChange={(value) => setTemplate(formTemplates.find((one) => one.name === value) ?? template)}
          >
            <Stack gap="xs" mt="xs">
              {formTemplates.map((one) => (
                <Radio key={one.name} value={one.name} label={one.name} description={one.description} />
              ))}
            </Stack>
          </Radio.Group>
          <TextInput
            label="Name"
            description="For you and your colleagues; leads carry it as their source"
            placeholder={template.name}
            maxLength={200}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <FormError error={create.error} />
          <Button type="submit" loading={create.isPending}>
            Make the form
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
