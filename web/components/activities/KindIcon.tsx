import {
  IconCalendarEvent,
  IconCheckbox,
  IconMail,
  IconNote,
  IconPhone,
  type Icon,
} from '@tabler/icons-react'
import type { ActivityKind } from '../../../model/activity.ts'

const icons: Record<ActivityKind, Icon> = {
  call: IconPhone,
  meeting: IconCalendarEvent,
  email: IconMail,
  task: IconCheckbox,
  note: IconNote,
}

/** The one icon of a kind of activity. */
export function KindIcon({ kind, size = 15 }: { kind: ActivityKind; size?: number }) {
  const KindIconOf = icons[kind]
  return <KindIconOf size={size} aria-hidden />
}
