import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { EnrichmentDefinition, EnrichmentProvider } from '../../../model/enrichment.ts'
import { enrichmentApi } from '../../api-enrichment.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { Section } from '../../ui/Section.tsx'
import { KeyFields } from './KeyFields.tsx'
import { LimitFields } from './LimitFields.tsx'
import { MappingFields } from './MappingFields.tsx'
import { bodyProblem, changeOf, draftOf, type ProviderDraft } from './provider-draft.ts'
import { RequestFields } from './RequestFields.tsx'

export type EditorFieldsProps = {
  draft: ProviderDraft
  change: (part: Partial<ProviderDraft>) => void
  define: (part: Partial<EnrichmentDefinition>) => void
  problems: Record<string, string>
  isReadOnly: boolean
}

/** How a provider is asked, and what becomes of its answers. */
export function ProviderEditor({
  provider,
  isReadOnly,
}: {
  provider: EnrichmentProvider
  isReadOnly: boolean
}) {
  const [draft, setDraft] = useState(() => draftOf(provider))
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: () => enrichmentApi.change(provider.id, changeOf(draft, provider.version)),
    onSuccess: async () => {
      toastSaved('Provider saved')
      await client.invalidateQueries({ queryKey: ['enrichment'] })
    },
  })
  const problems = fieldErrors(save.error)
  const change = (part: Partial<ProviderDraft>) => setDraft((old) => ({ ...old, ...part }))
  const define = (part: Partial<EnrichmentDefinition>) =>
    setDraft((old) => ({ ...old, definition: { ...old.definition, ...part } }))
  const fields = { draft, change, define, problems, isReadOnly }
  const isSame = JSON.stringify(draft) === JSON.stringify(draftOf(provider))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw="56rem">
        <TextInput
          label="Name"
          disabled={isReadOnly}
          value={draft.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={problems.name}
        />
        <Section title="Request">
          <RequestFields {...fields} />
          <KeyFields {...fields} kept={provider.secrets} />
        </Section>
        <Section title="What becomes of the answer">
          <MappingFields {...fields} />
        </Section>
        <Section title="Limits and consent">
          <LimitFields {...fields} object={provider.object} />
        </Section>
        <FormError error={save.error} />
        {!isReadOnly && (
          <Group gap="xs">
            <Button type="submit" loading={save.isPending} disabled={isSame || bodyProblem(draft) !== null}>
              Save
            </Button>
            {!isSame && (
              <Button variant="default" onClick={() => setDraft(draftOf(provider))}>
                Discard
              </Button>
            )}
          </Group>
        )}
      </Stack>
    </form>
  )
}
