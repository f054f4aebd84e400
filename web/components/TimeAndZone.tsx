import { Group, Select, TextInput, UnstyledButton } from '@mantine/core'
import { useState, type KeyboardEvent } from 'react'

const here = Intl.DateTimeFormat().resolvedOptions().timeZone

type Value = { time: string; time_zone: string }

export type TimeAndZoneProps = { value: Value; onChange: (value: Value) => void }

/** A time of day, and where it is that time. */
export function TimeAndZone({ value, onChange }: TimeAndZoneProps) {
  const [time, setTime] = useState(value.time)
  const keepTime = () => {
    if (time !== '' && time !== value.time) onChange({ ...value, time })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') keepTime()
  }
  return (
    <>
      <Group align="flex-end" gap="sm">
        <TextInput
          label="Time"
          type="time"
          w="8rem"
          value={time}
          onChange={(event) => setTime(event.currentTarget.value)}
          onBlur={keepTime}
          onKeyDown={onKeyDown}
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
    </>
  )
}

/** That of the browser first; the chosen one is there even where this browser does not know it. */
function zones(chosen: string): string[] {
  return [...new Set([here, chosen, ...Intl.supportedValuesOf('timeZone')])]
}
