import { Group, SegmentedControl, Stack, Text } from '@mantine/core'
import {
  mailWays,
  notificationKinds,
  type MailWay,
  type MailWays,
  type NotificationKind,
} from '../../../model/notification-settings.ts'

const kinds: Record<NotificationKind, string> = {
  mention: 'Somebody mentions you',
  assigned: 'Somebody gives you something to do',
  reminder: 'A reminder is due',
  segment: 'News of your segments',
}
const ways: Record<MailWay, string> = { now: 'At once', digest: 'In the digest', never: 'Never' }

export type MailWayFieldsProps = { value: MailWays; onChange: (value: MailWays) => void }

/** For each kind of notification, how one is mailed. What was read within two minutes is not mailed. */
export function MailWayFields({ value, onChange }: MailWayFieldsProps) {
  return (
    <Stack gap="xs">
      {notificationKinds.map((kind) => (
        <Group key={kind} justify="space-between" gap="xs">
          <Text size="sm">{kinds[kind]}</Text>
          <SegmentedControl
            size="xs"
            aria-label={kinds[kind]}
            data={mailWays.map((way) => ({ value: way, label: ways[way] }))}
            value={value[kind]}
            onChange={(chosen) =>
              onChange({ ...value, [kind]: mailWays.find((way) => way === chosen) ?? value[kind] })
            }
          />
        </Group>
      ))}
      <Text size="xs" c="dimmed">
        At once is after two minutes, unless you read it in Kith by then.
      </Text>
    </Stack>
  )
}
