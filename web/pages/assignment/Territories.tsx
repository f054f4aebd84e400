import { ActionIcon, Button, Group, Select, Stack, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ListField } from '../../lib/list-objects.ts'
import { PoolField } from './PoolField.tsx'
import { emptyPlace, type DraftPlace, type RuleDraft } from './rule-draft.ts'

export type TerritoriesProps = {
  draft: Pick<RuleDraft, 'field' | 'places'>
  fields: ListField[]
  onChange: (part: Partial<RuleDraft>) => void
}

/** Which value of a field is whose. What no line names waits for the next rule. */
export function Territories({ draft: { field, places }, fields, onChange }: TerritoriesProps) {
  const put = (place: number, part: Partial<DraftPlace>) =>
    onChange({ places: places.map((one, index) => (index === place ? { ...one, ...part } : one)) })
  return (
    <Stack gap="sm">
      <Select
        label="By the value of"
        placeholder="Choose a field"
        searchable
        data={fields.map(({ key, label }) => ({ value: key, label }))}
        value={field}
        onChange={(chosen) => onChange({ field: chosen })}
      />
      {places.map((one, place) => (
        <Group key={one.key} gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            aria-label={`Value ${place + 1}`}
            placeholder="Bavaria"
            maxLength={200}
            style={{ flex: '0 0 9rem' }}
            value={one.value}
            onChange={(event) => put(place, { value: event.currentTarget.value })}
          />
          <div style={{ flex: 1, minWidth: 0 }}>
            <PoolField
              about={one.value || `Value ${place + 1}`}
              pool={one.pool}
              onChange={(pool) => put(place, { pool })}
            />
          </div>
          <ActionIcon
            aria-label={`Remove ${one.value || `value ${place + 1}`}`}
            disabled={places.length === 1}
            onClick={() => onChange({ places: places.toSpliced(place, 1) })}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        style={{ alignSelf: 'flex-start' }}
        onClick={() => onChange({ places: [...places, emptyPlace()] })}
      >
        Another value
      </Button>
    </Stack>
  )
}
