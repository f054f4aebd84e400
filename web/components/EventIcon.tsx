import {
  IconBolt,
  IconBriefcase,
  IconBuilding,
  IconCalendarEvent,
  IconCheckbox,
  IconCreditCard,
  IconDeviceMobile,
  IconEye,
  IconFileText,
  IconLink,
  IconLogin,
  IconMail,
  IconNote,
  IconPhone,
  IconSearch,
  IconShoppingCart,
  IconUserCircle,
  IconUserPlus,
  IconUsersGroup,
  type Icon,
} from '@tabler/icons-react'

/** First match wins: the name of a tracked event says more than its type. */
const byName: [RegExp, Icon][] = [
  [/^segment (entered|left)/i, IconUsersGroup],
  [/^deal /i, IconBriefcase],
  [/^call (planned|logged|reopened|updated)/i, IconPhone],
  [/^meeting (planned|held|reopened|updated)/i, IconCalendarEvent],
  [/^task /i, IconCheckbox],
  [/^note /i, IconNote],
  [/sign(ed)? ?up|registered|account created/i, IconUserPlus],
  [/sign(ed)? ?in|log(ged)? ?in/i, IconLogin],
  [/cart|checkout|basket/i, IconShoppingCart],
  [/order|purchase|payment|refund|invoice|subscri/i, IconCreditCard],
  [/email|mail/i, IconMail],
  [/search/i, IconSearch],
  [/viewed|seen|impression/i, IconEye],
]

const byType: Record<string, Icon> = {
  identify: IconUserCircle,
  page: IconFileText,
  screen: IconDeviceMobile,
  group: IconBuilding,
  alias: IconLink,
  merge: IconLink,
}

export type EventIconProps = { type: string; event: string; size?: number }

/** The one icon of an event's kind, on timelines and in the live view. */
export function EventIcon({ type, event, size = 15 }: EventIconProps) {
  const named = type === 'track' ? byName.find(([pattern]) => pattern.test(event))?.[1] : undefined
  const KindIcon = named ?? byType[type] ?? IconBolt
  return <KindIcon size={size} aria-hidden />
}
