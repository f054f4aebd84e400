import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent, type ReactNode } from 'react'
import type { ComputedDefinition, ComputedTrait } from '../../../../model/computed-trait.ts'
import { computedWords } from '../../../../model/computed-words.ts'
import { api } from '../../../api.ts'
import { fieldErrors } from '../../../lib/http.ts'
import { links } from '../../../lib/links.ts'
import { useDefinitionNames } from '../../../lib/segment-choices.ts'
import { useMay } from '../../../lib/session.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { FormError } from '../../../ui/FormError.tsx'
import { ButtonLink } from '../../../ui/links.tsx'
import builder from '../builder.module.css'
import { ComputedPreviewPanel } from './ComputedPreviewPanel.tsx'

export type DefinitionFormProps = {
  /** Null for a new one. */
  trait: ComputedTrait | null
  /** What was edited; null while something lacks. */
  definition: ComputedDefinition | null
  /** The same of what is saved, as the fields give it when nothing was edited. */
  saved: ComputedDefinition | null
  words: { noun: string; example: string; unfinished: string }
  /** The fields; what lacks is shown once somebody has tried to save. */
  children: (pressed: boolean) => ReactNode
}

/** Name, description and the fields of a definition, the sentence they make, and what it gives while one edits. */
export function DefinitionForm({ trait, definition, saved, words, children }: DefinitionFormProps) {
  const [name, setName] = useState(trait?.name ?? '')
  const [description, setDescription] = useState(trait?.description ?? '')
  const [pressed, setPressed] = useState(false)
  const mayReadPeople = useMay()('people:read')
  const nameOf = useDefinitionNames()
  const save = useSave({ trait, saved, noun: words.noun })
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
            description={`What the trait is called on people, such as ${words.example}.`}
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
        {children(pressed)}
        <p className={builder.sentence} aria-label="The definition in words">
          {definition ? computedWords(definition, nameOf) : words.unfinished}
        </p>
        <FormError error={save.error} />
        <Group gap="xs" mt="md">
          <Button type="submit" loading={save.isPending}>
            {trait ? 'Save' : `Create ${words.noun}`}
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
type Saving = Pick<DefinitionFormProps, 'trait' | 'saved'> & { noun: string }

function useSave({ trait, saved: before, noun }: Saving) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (input: Saved) =>
      trait
        ? api.computedTraits.change(trait.id, changeOf(trait, before, input))
        : api.computedTraits.create(input),
    onSuccess: async (saved) => {
      const title = `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`
      toastSaved(`${title} ${saved.name} ${trait ? 'saved' : 'created'}`)
      client.setQueryData(['computed-traits', 'one', saved.id], saved)
      await client.invalidateQueries({ queryKey: ['computed-traits'] })
      await navigate(links.computedTrait(saved.id))
    },
  })
}

/** Without what is the same: with another definition the trait is built anew. A failed one is, in any case. */
function changeOf(
  trait: ComputedTrait,
  before: ComputedDefinition | null,
  { name, description, definition }: Saved,
) {
  const same = JSON.stringify(before) === JSON.stringify(definition)
  return {
    ...(name !== trait.name && { name }),
    ...(description !== trait.description && { description }),
    ...((!same || trait.state === 'failed') && { definition }),
  }
}
