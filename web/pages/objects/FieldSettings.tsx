import { NumberInput, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { objectsQuery } from '../../lib/object-queries.ts'
import type { FieldDraft } from './field-draft.ts'
import { OptionsEditor } from './OptionsEditor.tsx'

export type FieldSettingsProps = {
  draft: FieldDraft
  isNew: boolean
  set: (change: Partial<FieldDraft>) => void
  problems: Record<string, string>
}

/** What a type needs to know besides; nothing for most. */
export function FieldSettings({ draft, isNew, set, problems }: FieldSettingsProps) {
  const { settings } = draft
  const change = (part: FieldDraft['settings']) => set({ settings: { ...settings, ...part } })
  switch (draft.type) {
    case 'select':
    case 'multi_select':
      return (
        <OptionsEditor
          options={settings.options ?? []}
          onChange={(options) => change({ options })}
          problem={problems['settings.options']}
        />
      )
    case 'money':
      return (
        <TextInput
          label="Currency"
          w="8rem"
          maxLength={3}
          value={settings.currency ?? ''}
          onChange={(event) => change({ currency: event.currentTarget.value.toUpperCase() })}
          error={problems['settings.currency']}
        />
      )
    case 'rating':
      return (
        <NumberInput
          label="Stars"
          w="8rem"
          min={2}
          max={10}
          value={settings.stars ?? 5}
          onChange={(stars) => typeof stars === 'number' && change({ stars })}
          error={problems['settings.stars']}
        />
      )
    case 'relation':
      return <Target draft={draft} isNew={isNew} change={change} problem={problems['settings.target']} />
    default:
      return null
  }
}

type TargetProps = {
  draft: FieldDraft
  isNew: boolean
  change: (part: FieldDraft['settings']) => void
  problem: string | undefined
}

function Target({ draft, isNew, change, problem }: TargetProps) {
  const { data: objects = [] } = useQuery(objectsQuery)
  return (
    <Select
      label="Leads to"
      data={objects.map(({ key, name }) => ({ value: key, label: name }))}
      value={draft.settings.target ?? null}
      onChange={(target) => target && change({ target })}
      allowDeselect={false}
      disabled={!isNew}
      error={problem}
    />
  )
}
