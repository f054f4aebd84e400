import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { ComputedDefinition, ComputedTrait } from '../../../../model/computed-trait.ts'
import { computedWords } from '../../../../model/computed-words.ts'
import { api } from '../../../api.ts'
import { fieldErrors } from '../../../lib/http.ts'
import { links } from '../../../lib/links.ts'
import { useMay } from '../../../lib/session.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { FormError } from '../../../ui/FormError.tsx'
import { ButtonLink } from '../../../ui/links.tsx'
import builder from '../builder.module.css'
import { blankComputed, readComputedDraft, toComputedDraft } from './computed-draft.ts'
import { ComputedPreviewPanel } from './ComputedPreviewPanel.tsx'
import { DefinitionFields } from './DefinitionFields.tsx'

/** Name, definition, the sentence it makes, and what it gives while one edits; null for a new one. */
export function ComputedForm({ trait }: { trait: ComputedTrait | null }) {
  const [name, setName] = useState(trait?.name ?? '')
  const [description, setDescription] = useState(trait?.description ?? '')
  const [draft, setDraft] = useState(() => (trait ? toComputedDraft(trait.definition) : blankComputed()))
  const [pressed, setPressed] = useState(false)
  const mayReadPeople = useMay()('people:read')
  const save = useSave(trait)
  const { definition, problems } = readComputedDraft(draft)
  const refused = fieldErrors(save.error)
  const nameless = name.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setPressed(true)
    if (definition && !nameless) save.mutate({ name: name.trim(), description, definition })
  }
  return (
    <form onSubmit={submit} noValidate className={builder.layout}>
      <div>
        <Stack gap="sm" mb="lg" maw="36rem">
          <TextInput
            label="Name"
            description="What the trait is called on people, such as orders_30_days."
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={pressed && nameless ? 'Give the trait a name.' : refused['name']}
          />
          <Textarea
            label="Description"
            autosize
            maxRows={6}
            maxLength={2_000}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
            error={refused['description']}
          />
        </Stack>
        <DefinitionFields draft={draft} onChange={setDraft} problems={(pressed && problems) || {}} />
        <p className={builder.sentence} aria-label="The definition in words">
          {definition
            ? computedWords(definition)
            : 'The definition stands here as a sentence once it is finished.'}
        </p>
        <FormError error={save.error} />
        <Group gap="xs" mt="md">
          <Button type="submit" loading={save.isPending}>
            {trait ? 'Save' : 'Create computed trait'}
          </Button>
          <ButtonLink {...links.computedTraits()} variant="default">
            Cancel
          </ButtonLink>
        </Group>
      </div>
      {mayReadPeople && <ComputedPreviewPanel definition={definition} />}
    </form>
  )
}

type Saved = { name: string; description: string; definition: ComputedDefinition }

function useSave(trait: ComputedTrait | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (input: Saved) =>
      trait ? api.computedTraits.change(trait.id, changeOf(trait, input)) : api.computedTraits.create(input),
    onSuccess: async (saved) => {
      toastSaved(`Computed trait ${saved.name} ${trait ? 'saved' : 'created'}`)
      client.setQueryData(['computed-traits', 'one', saved.id], saved)
      await client.invalidateQueries({ queryKey: ['computed-traits'] })
      await navigate(links.computedTrait(saved.id))
    },
  })
}

/** Without what is the same: with another definition the trait is built anew. A failed one is, in any case. */
function changeOf(trait: ComputedTrait, { name, description, definition }: Saved) {
  const same =
    JSON.stringify(readComputedDraft(toComputedDraft(trait.definition)).definition) ===
    JSON.stringify(definition)
  return {
    ...(name !== trait.name && { name }),
    ...(description !== trait.description && { description }),
    ...((!same || trait.state === 'failed') && { definition }),
  }
}
