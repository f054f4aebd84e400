import { Select, Stack, Switch, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { uniqueTypes, unindexedTypes, type CrmObject } from '../../../model/field.ts'
import { pipelinesQuery } from '../../lib/pipelines.ts'
import type { FieldDraft } from './field-draft.ts'

export type FieldRulesProps = {
  object: CrmObject
  draft: FieldDraft
  set: (change: Partial<FieldDraft>) => void
  problems: Record<string, string>
}

/** What holds for its values: required, unique, quick to filter by. */
export function FieldRules({ object, draft, set, problems }: FieldRulesProps) {
  return (
    <Stack gap="sm">
      {!draft.computed && draft.type !== 'file' && (
        <Switch
          label="Required"
          description={`A ${object.name.toLowerCase()} that is made by hand must have it, and it cannot be emptied.`}
          checked={draft.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
      )}
      {object.key === 'deal' && !draft.required && !draft.computed && (
        <RequiredFrom
          value={draft.required_from_stage}
          onChange={(required_from_stage) => set({ required_from_stage })}
        />
      )}
      {uniqueTypes.includes(draft.type) && !draft.computed && (
        <Switch
          label="Unique"
          description={`No two ${object.plural.toLowerCase()} may have the same value.`}
          checked={draft.unique}
          onChange={(event) => {
            const unique = event.currentTarget.checked
            set({ unique, ...(unique && { default_value: null }) })
          }}
        />
      )}
      {problems.unique && (
        <Text size="xs" c="var(--mantine-color-error)">
          {problems.unique}
        </Text>
      )}
      {!unindexedTypes.includes(draft.type) && (
        <Switch
          label="Fast filter"
          description="Lists are filtered and sorted by it quickly, however many records there are. Saving becomes a little slower."
          checked={draft.indexed}
          onChange={(event) => set({ indexed: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
}

type RequiredFromProps = { value: string | null; onChange: (stage: string | null) => void }

function RequiredFrom({ value, onChange }: RequiredFromProps) {
  const { data: pipelines = [] } = useQuery(pipelinesQuery)
  const groups = pipelines.map(({ name, stages }) => ({
    group: name,
    items: stages
      .filter(({ kind }) => kind !== 'lost')
      .map((stage) => ({ value: stage.id, label: stage.name })),
  }))
  return (
    <Select
      label="Required from a stage on"
      placeholder="Never"
      data={groups}
      clearable
      clearButtonProps={{ 'aria-label': 'Clear' }}
      value={value}
      onChange={onChange}
    />
  )
}
