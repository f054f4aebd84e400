import { Button, Group, Modal, Select, Stack, TagsInput, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { DEFAULT_PATH, exportFormats, type SegmentExport } from '../../../../model/segment-export.ts'
import type { Segment } from '../../../../model/segment.ts'
import { exportsApi, storagesApi } from '../../../api-exports.ts'
import { fieldErrors } from '../../../lib/http.ts'
import { useMay } from '../../../lib/session.ts'
import { useSuggestions } from '../../../lib/suggestions.ts'
import { toastSaved } from '../../../lib/toasts.tsx'
import { FormError } from '../../../ui/FormError.tsx'
import { StorageDialog } from '../../storages/StorageDialog.tsx'
import { formatNames } from './export-words.ts'
import { ScheduleFields } from './ScheduleFields.tsx'

const formats = exportFormats.map((value) => ({ value, label: formatNames[value] }))
const contents = [
  { value: 'members', label: 'Everybody who is in it' },
  { value: 'changes', label: 'Who entered and left since the last time' },
] as const

export type ExportFormDialogProps = { segment: Segment; present: SegmentExport | null; onClose: () => void }

/** Asks what of a segment goes where, and when. */
export function ExportFormDialog({ segment, present, onClose }: ExportFormDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(present))
  const client = useQueryClient()
  const save = useMutation({
    mutationFn: (input: Draft) =>
      present ? exportsApi.change(segment.id, present.id, input) : exportsApi.create(segment.id, input),
    onSuccess: async ({ name }) => {
      toastSaved(`The export ${name} is saved`)
      onClose()
      await client.invalidateQueries({ queryKey: ['segments', 'exports', segment.id] })
    },
  })
  const { traits } = useSuggestions()
  const errors = fieldErrors(save.error)
  const change = (changed: Partial<Draft>) => setDraft({ ...draft, ...changed })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={present ? `Change ${present.name}` : `Export ${segment.name} to a storage`}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label="Name"
            placeholder="For the newsletter tool"
            data-autofocus
            value={draft.name}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={errors.name}
          />
          <StorageField
            value={draft.storage_id}
            onChange={(storage_id) => change({ storage_id })}
            error={errors.storage_id}
          />
          <Group grow align="flex-start">
            <Select
              label="What"
              data={contents}
              allowDeselect={false}
              value={draft.content}
              onChange={(content) => change({ content: content ?? 'members' })}
            />
            <Select
              label="Format"
              data={formats}
              allowDeselect={false}
              value={draft.format}
              onChange={(format) => change({ format: format ?? 'csv' })}
            />
          </Group>
          <TagsInput
            label="Traits that go along"
            placeholder={draft.traits.length > 0 ? '' : 'plan, country, …'}
            data={traits}
            value={draft.traits}
            onChange={(chosen) => change({ traits: chosen })}
            maxTags={50}
            error={errors.traits}
          />
          <ScheduleFields
            value={draft.schedule}
            onChange={(schedule) => change({ schedule })}
            errors={errors}
          />
          <TextInput
            label="Path of the file"
            description="{slot} is the moment of the run (UTC), {date} its date, {segment} the name, {format} the ending. Without {slot} and {date} each run replaces the file."
            value={draft.path}
            onChange={(event) => change({ path: event.currentTarget.value })}
            error={errors.path}
          />
          <Text size="xs" c="dimmed">
            It runs with your rights: people whom you may not export are not in the file.
          </Text>
          <FormError error={Object.keys(errors).length > 0 ? null : save.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

type Draft = Pick<
  SegmentExport,
  'name' | 'storage_id' | 'format' | 'content' | 'traits' | 'path' | 'schedule'
>

function draftOf(present: SegmentExport | null): Draft {
  if (!present) {
    const schedule = {
      every: 'day',
      at: '06:00',
      zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    } as const
    return {
      name: '',
      storage_id: '',
      format: 'csv',
      content: 'members',
      traits: [],
      path: DEFAULT_PATH,
      schedule,
    }
  }
  const { name, storage_id, format, content, traits, path, schedule } = present
  return { name, storage_id, format, content, traits, path, schedule }
}

type StorageFieldProps = { value: string; onChange: (id: string) => void; error: string | undefined }

function StorageField({ value, onChange, error }: StorageFieldProps) {
  const [adding, setAdding] = useState(false)
  const mayAdd = useMay()('destinations:write')
  const storages = useQuery({ queryKey: ['storages'], queryFn: storagesApi.list })
  const rows = storages.data?.data ?? []
  const none = storages.data && rows.length === 0
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <Select
        flex={1}
        label="Storage"
        placeholder={none ? 'None yet' : 'Choose where the file goes'}
        description={none && !mayAdd ? 'Ask an administrator to add one under Destinations.' : undefined}
        data={rows.map(({ id, name }) => ({ value: id, label: name }))}
        value={value || null}
        onChange={(id) => onChange(id ?? '')}
        error={error && 'Choose where the file goes.'}
      />
      {mayAdd && (
        <Button variant="default" onClick={() => setAdding(true)}>
          Add…
        </Button>
      )}
      {adding && <StorageDialog onClose={() => setAdding(false)} onAdded={({ id }) => onChange(id)} />}
    </Group>
  )
}
