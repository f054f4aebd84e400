import { Button, Modal, PasswordInput, Radio, Stack, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { EnrichmentShape } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { fieldErrors } from '../../lib/http.ts'
import { links } from '../../lib/links.ts'
import { FormError } from '../../ui/FormError.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'

/** Begins a provider as one of the ready shapes; it is off until somebody switches it on. */
export function NewProviderDialog({ onClose }: { onClose: () => void }) {
  const shapes = useQuery({ queryKey: ['enrichment', 'shapes'], queryFn: enrichmentApi.shapes })
  return (
    <Modal opened onClose={onClose} title="Add a provider" closeButtonProps={{ 'aria-label': 'Close' }}>
      {shapes.data ? <ShapeForm shapes={shapes.data.data} /> : <LinesSkeleton lines={6} />}
      <FormError error={shapes.error} />
    </Modal>
  )
}

function ShapeForm({ shapes }: { shapes: EnrichmentShape[] }) {
  const [shape, setShape] = useState(shapes[0]!)
  const [name, setName] = useState('')
  const [keys, setKeys] = useState<Record<string, string>>({})
  const client = useQueryClient()
  const navigate = useNavigate()
  const create = useMutation({
    mutationFn: () =>
      enrichmentApi.create({
        name: name.trim() || shape.name,
        object: shape.object,
        definition: shape.definition,
        secrets: Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== '')),
      }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['enrichment'] })
      await navigate(links.enrichmentProvider(id, { tab: 'try' }))
    },
  })
  const problems = fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Radio.Group
          label="Begin with"
          value={shape.kind}
          onChange={(kind) => setShape(shapes.find((one) => one.kind === kind) ?? shape)}
        >
          <Stack gap="xs" mt="xs">
            {shapes.map((one) => (
              <Radio key={one.kind} value={one.kind} label={one.name} description={one.about} />
            ))}
          </Stack>
        </Radio.Group>
        <TextInput
          label="Name"
          description="Values that it finds carry this name as their source"
          placeholder={shape.name}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={problems.name}
        />
        {shape.secrets.map((secret) => (
          <PasswordInput
            key={secret.name}
            label={secret.label}
            description="Kept encrypted and never shown again. It can be given later, too."
            autoComplete="new-password"
            value={keys[secret.name] ?? ''}
            onChange={(event) => setKeys({ ...keys, [secret.name]: event.currentTarget.value })}
            error={problems[`secrets.${secret.name}`]}
            visibilityToggleButtonProps={{ 'aria-label': 'Show the key', tabIndex: 0 }}
          />
        ))}
        <FormError error={Object.keys(problems).length > 0 ? null : create.error} />
        <Button type="submit" loading={create.isPending}>
          Add it, switched off
        </Button>
      </Stack>
    </form>
  )
}
