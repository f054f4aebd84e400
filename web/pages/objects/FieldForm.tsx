import { Autocomplete, Button, Group, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { fieldTypes, type CrmObject, type Field, type FieldType } from '../../../model/field.ts'
import { readFieldValue } from '../../../model/field-value.ts'
import { api } from '../../api.ts'
import { fieldErrors } from '../../lib/http.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { FormError } from '../../ui/FormError.tsx'
import { ComputedSettings } from './ComputedSettings.tsx'
import { draftOf, withComputing, withType, type FieldDraft } from './field-draft.ts'
import { FieldPreview } from './FieldPreview.tsx'
import { FieldRules } from './FieldRules.tsx'
import { FieldSettings } from './FieldSettings.tsx'

export type FieldFormProps = {
  object: CrmObject
  field: Field | 'new'
  all: Field[]
  onDone: () => void
}

/** Everything about a field, with what it will look like. */
export function FieldForm({ object, field, all, onDone }: FieldFormProps) {
  const [draft, setDraft] = useState(() => draftOf(field))
  const client = useQueryClient()
  const isNew = field === 'new'
  const refresh = () => client.invalidateQueries({ queryKey: ['objects'] })
  const save = useMutation({
    mutationFn: () => {
      const { type, computed, ...change } = readDefault(draft)
      return isNew
        ? api.objects.createField(object.key, { type, computed, ...change })
        : api.objects.changeField(field.id, { ...change, ...(computed && { computed }) })
    },
    onSuccess: async ({ label }) => {
      toastSaved(isNew ? `Field ${label} added` : `Field ${label} saved`)
      onDone()
      await refresh()
    },
  })
  const problems = fieldErrors(save.error)
  const set = (change: Partial<FieldDraft>) => {
    setDraft({ ...draft, ...change })
    if (save.error) save.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  const sections = [...new Set(all.map(({ section }) => section))].filter(Boolean)
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={draft.label}
          onChange={(event) => set({ label: event.currentTarget.value })}
          error={problems.label}
          description={isNew ? undefined : `In the API it is called ${field.key}.`}
        />
        <Select
          label="Type"
          data={choicesFor(object.key)}
          value={draft.computed?.kind ?? draft.type}
          onChange={(type) => type && setDraft(typed(draft, type, object.key))}
          allowDeselect={false}
          searchable={isNew}
          disabled={!isNew}
          description={isNew ? hintOf(draft) : 'The type stays, because values depend on it.'}
        />
        {!draft.computed && <FieldSettings draft={draft} isNew={isNew} set={set} problems={problems} />}
        {draft.computed && (
          <ComputedSettings
            object={object.key}
            field={field}
            draft={draft}
            all={all}
            set={set}
            problems={problems}
          />
        )}
        {!draft.computed && draft.type !== 'file' && (
          <FieldPreview draft={draft} set={set} problem={problems.default_value} />
        )}
        <Textarea
          label="Help"
          placeholder="What belongs here"
          autosize
          minRows={1}
          maxLength={500}
          value={draft.help}
          onChange={(event) => set({ help: event.currentTarget.value })}
        />
        <Autocomplete
          label="Section"
          placeholder="None"
          data={sections}
          maxLength={100}
          value={draft.section}
          onChange={(section) => set({ section })}
        />
        <FieldRules object={object} draft={draft} set={set} problems={problems} />
        <FormError error={save.error} />
        <Group justify="space-between">
          {isNew ? <span /> : <ArchiveButton field={field} onDone={onDone} refresh={refresh} />}
          <Button type="submit" loading={save.isPending} disabled={draft.label.trim() === ''}>
            {isNew ? 'Add the field' : 'Save'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const computedTypes = {
  formula: { label: 'Formula', hint: 'Worked out from other fields of the same record' },
  rollup: { label: 'Roll-up', hint: 'Counts or adds up records that belong to this one' },
} as const

/** People have computed traits instead of computed fields. */
function choicesFor(object: string) {
  const types = object === 'person' ? fieldTypes : { ...fieldTypes, ...computedTypes }
  return Object.entries(types).map(([value, { label }]) => ({ value, label }))
}

function typed(draft: FieldDraft, type: string, object: string): FieldDraft {
  return type === 'formula' || type === 'rollup'
    ? withComputing(draft, type, object)
    : withType(draft, type as FieldType)
}

function hintOf({ type, computed }: FieldDraft): string {
  return computed ? computedTypes[computed.kind].hint : fieldTypes[type].hint
}

/** What was typed as the default, as it is kept; the server says what is wrong with it. */
function readDefault(draft: FieldDraft): FieldDraft {
  const read = readFieldValue(draft, draft.default_value)
  return read.ok ? { ...draft, default_value: read.value } : draft
}

type ArchiveButtonProps = { field: Field; onDone: () => void; refresh: () => Promise<void> }

function ArchiveButton({ field, onDone, refresh }: ArchiveButtonProps) {
  const isArchived = field.archived_at !== null
  const change = async (archived: boolean) => {
    try {
      await api.objects.changeField(field.id, { archived })
      const undo = () => void change(!archived)
      toastSaved(`${field.label} ${archived ? 'archived; its values are kept' : 'restored'}`, undo, field.id)
    } catch (error) {
      toastError(error)
    }
    onDone()
    await refresh()
  }
  return (
    <Button variant="default" onClick={() => void change(!isArchived)}>
      {isArchived ? 'Restore' : 'Archive'}
    </Button>
  )
}
