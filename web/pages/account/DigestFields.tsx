import { Checkbox, Group, Select, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { DigestTimes } from '../../../model/notification-settings.ts'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const here = Intl.DateTimeFormat().resolvedOptions().timeZone

export type DigestFieldsProps = { value: DigestTimes; onChange: (value: DigestTimes) => void }

/** When the digest comes: what is late, what is due today, and what was not read. */
export function DigestFields({ value, onChange }: DigestFieldsProps) {
  const [time, setTime] = useState(value.time)
  const keepTime = () => {
    if (time !== '' && time !== value.time) onChange({ ...value, time })
  }
  return (
    <Stack gap="xs">
      <Checkbox.Group
        label="Digest"
        description="What is late, what is due that day, and what you have not read, in one mail."
        value={value.days.map(String)}
        onChange={(chosen) => onChange({ ...value, days: chosen.map(Number).sort((a, b) => a - b) })}
      >
        <Group gap="md" mt="xs">
          {days.map((day, index) => (
            <Checkbox key={day} value={String(index + 1)} size="xs" label={day} />
          ))}
        </Group>
      </Checkbox.Group>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Time"
          type="time"
          w="8rem"
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
          onBlur={keepTime}
        />
        <Select
          label="Time zone"
          flex={1}
          miw="12rem"
          searchable
          allowDeselect={false}
          limit={50}
          data={zones(value.time_zone)}
          value={value.time_zone}
          onChange={(zone) => zone && onChange({ ...value, time_zone: zone })}
        />
      </Group>
      {value.time_zone !== here && (
        <UnstyledButton
          fz="xs"
          c="var(--kith-accent)"
          onClick={() => onChange({ ...value, time_zone: here })}
        >
          Use the time zone of this computer, {here}
        </UnstyledButton>
      )}
    </Stack>
  )
}

/** That of the browser first; the chosen one is there even where this browser does not know it. */
function zones(chosen: string): string[] {
  return [...new Set([here, chosen, ...Intl.supportedValuesOf('timeZone')])]
}
