import { Checkbox, Group, Stack } from '@mantine/core'
import type { DigestTimes } from '../../../model/notification-settings.ts'
import { TimeAndZone } from '../../components/TimeAndZone.tsx'

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

export type DigestFieldsProps = { value: DigestTimes; onChange: (value: DigestTimes) => void }

/** When the digest comes: what is late, what is due today, and what was not read. */
export function DigestFields({ value, onChange }: DigestFieldsProps) {
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
      <TimeAndZone value={value} onChange={(times) => onChange({ ...value, ...times })} />
    </Stack>
  )
}
