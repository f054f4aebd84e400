import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import type { ExportSchedule } from '../../../../model/segment-export.ts'
import { ownZone, weekdays } from './export-words.ts'

export type ScheduleFieldsProps = {
  value: ExportSchedule | null
  onChange: (schedule: ExportSchedule | null) => void
  errors: Record<string, string>
}

const choices = [
  { value: 'never', label: 'Only when asked' },
  { value: 'hour', label: 'Every hour' },
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
] as const
const days = weekdays.map((label, place) => ({ value: String(place + 1), label }))

/** When an export runs by itself. */
export function ScheduleFields({ value, onChange, errors }: ScheduleFieldsProps) {
  const zone = value?.zone ?? ownZone()
  const at = value && 'at' in value ? value.at : '06:00'
  const choose = (every: string | null) => {
    if (every === 'hour') onChange({ every, minute: 0, zone })
    else if (every === 'day') onChange({ every, at, zone })
    else if (every === 'week') onChange({ every, weekday: 1, at, zone })
    else onChange(null)
  }
  return (
    <Group align="flex-start" gap="sm">
      <Select
        label="When"
        w="10rem"
        data={choices}
        allowDeselect={false}
        value={value?.every ?? 'never'}
        onChange={choose}
      />
      {value?.every === 'week' && (
        <Select
          label="On"
          w="9rem"
          data={days}
          allowDeselect={false}
          value={String(value.weekday)}
          onChange={(day) => onChange({ ...value, weekday: Number(day ?? 1) })}
        />
      )}
      {value?.every === 'hour' && (
        <NumberInput
          label="At minute"
          w="6rem"
          min={0}
          max={59}
          value={value.minute}
          onChange={(minute) => onChange({ ...value, minute: typeof minute === 'number' ? minute : 0 })}
          error={errors['schedule.minute']}
        />
      )}
      {value && 'at' in value && (
        <TextInput
          label="At"
          type="time"
          w="9rem"
          value={value.at}
          onChange={(event) => onChange({ ...value, at: event.currentTarget.value })}
          error={errors['schedule.at']}
        />
      )}
      {value && value.every !== 'hour' && (
        <Select
          label="Time zone"
          flex={1}
          miw="10rem"
          searchable
          data={zones(value.zone)}
          allowDeselect={false}
          value={value.zone}
          onChange={(chosen) => onChange({ ...value, zone: chosen ?? zone })}
          error={errors['schedule.zone']}
        />
      )}
    </Group>
  )
}

function zones(chosen: string): string[] {
  return [...new Set([chosen, ownZone(), 'UTC', ...Intl.supportedValuesOf('timeZone')])]
}
