import { Button, Group, MultiSelect, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import type { BrowserKey } from '../../../model/profile.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { segmentChoicesQuery } from '../../lib/segment-choices.ts'
import { useMay } from '../../lib/session.ts'
import { toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { BrowserKeySnippet } from './BrowserKeySnippet.tsx'
import { RemoveBrowserKey } from './RemoveBrowserKey.tsx'

export type BrowserKeyFormProps = {
  /** None for a key to be made. */
  browserKey: BrowserKey | undefined
  readOnly: boolean
  onSaved: (id: string) => void
  onRemoved: () => void
}

/** Makes or changes a browser key: which pages may use it, and what it shows. */
export function BrowserKeyForm({ browserKey, readOnly, onSaved, onRemoved }: BrowserKeyFormProps) {
  const [draft, setDraft] = useState(() => draftOf(browserKey))
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))
  const traits = useTraitNames()
  const segments = useSegmentChoices(browserKey)
  const save = useSave(browserKey, onSaved)
  const errors = fieldErrors(save.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {browserKey && <BrowserKeySnippet browserKey={browserKey.key} />}
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={200}
          readOnly={readOnly}
          data-autofocus={!browserKey || undefined}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          error={errors['name']}
        />
        <TagsInput
          label="Pages that may use it"
          description="Scheme and host, such as https://shop.example. Enter adds one."
          placeholder={draft.origins.length === 0 ? 'https://shop.example' : ''}
          acceptValueOnBlur
          readOnly={readOnly}
          value={draft.origins}
          onChange={(origins) => set({ origins })}
          error={problemOf(errors, 'origins')}
        />
        <TagsInput
          label="Traits shown"
          description="Everybody can read in their browser what a page reads. Sensitive traits cannot be chosen."
          data={traits}
          acceptValueOnBlur
          readOnly={readOnly}
          value={draft.traits}
          onChange={(chosen) => set({ traits: chosen })}
          error={problemOf(errors, 'traits')}
        />
        <MultiSelect
          label="Segments shown"
          description="By name: visitors can read those, too."
          data={segments}
          searchable
          readOnly={readOnly}
          value={draft.segments}
          onChange={(chosen) => set({ segments: chosen })}
          error={problemOf(errors, 'segments')}
        />
        {browserKey && (
          <Switch
            label="Pages may use this key"
            disabled={readOnly}
            checked={draft.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
        )}
        <FormError error={save.error} />
        {!readOnly && (
          <Group justify="space-between">
            {browserKey ? <RemoveBrowserKey browserKey={browserKey} onRemoved={onRemoved} /> : <span />}
            <Button type="submit" loading={save.isPending} disabled={draft.origins.length === 0}>
              {browserKey ? 'Save' : 'Create the key'}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  )
}

type Draft = { name: string; origins: string[]; traits: string[]; segments: string[]; enabled: boolean }

function draftOf(key: BrowserKey | undefined): Draft {
  if (!key) return { name: '', origins: [], traits: [], segments: [], enabled: true }
  const { name, origins, traits, segments, enabled } = key
  return { name, origins, traits, segments: segments.map(({ id }) => id), enabled }
}

function useSave(browserKey: BrowserKey | undefined, onSaved: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ enabled, ...input }: Draft) =>
      browserKey
        ? api.browserKeys.change(browserKey.id, { ...input, enabled })
        : api.browserKeys.create(input),
    onSuccess: async (saved) => {
      toastSaved(`${saved.name} ${browserKey ? 'saved' : 'created'}`)
      await client.invalidateQueries({ queryKey: ['browser-keys'] })
      onSaved(saved.id)
    },
  })
}

function useTraitNames(): string[] {
  const traits = useQuery({
    queryKey: ['traits', 'names'],
    queryFn: async () => (await api.traits.list({}, { limit: 500 })).data,
    enabled: useMay()('people:read'),
  })
  return (traits.data ?? []).filter(({ sensitive }) => !sensitive).map(({ name }) => name)
}

function useSegmentChoices(browserKey: BrowserKey | undefined) {
  const segments = useQuery({ ...segmentChoicesQuery, enabled: useMay()('segments:read') })
  const chosen = (browserKey?.segments ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return segments.data ?? chosen
}

/** What is wrong with a list, or with one thing in it (`origins.0`). */
function problemOf(errors: Record<string, string>, field: string): string | undefined {
  const key = Object.keys(errors).find((one) => one === field || one.startsWith(`${field}.`))
  return key === undefined ? undefined : errors[key]
}
