import {
  IconBrandGoogle,
  IconCookie,
  IconDeviceMobile,
  IconFingerprint,
  IconId,
  IconMail,
  IconPhone,
  type Icon,
} from '@tabler/icons-react'
import type { Identifier } from '../../model/person.ts'
import { identifierTypeName } from '../lib/people.ts'
import { Chip, type ChipProps } from '../ui/Chip.tsx'

const icons: Record<string, Icon> = {
  user_id: IconId,
  anonymous_id: IconCookie,
  email: IconMail,
  phone: IconPhone,
  ga_client_id: IconBrandGoogle,
  'ios.id': IconDeviceMobile,
  'android.id': IconDeviceMobile,
}

export type IdentifierChipProps = { identifier: Identifier; tone?: ChipProps['tone'] }

/** An identifier with the icon of its type; the type in words on hover and for screen readers. */
export function IdentifierChip({ identifier, tone = 'neutral' }: IdentifierChipProps) {
  const TypeIcon = icons[identifier.type] ?? IconFingerprint
  const typeName = identifierTypeName(identifier.type)
  return (
    <Chip
      tone={tone}
      icon={<TypeIcon aria-label={typeName} role="img" />}
      title={`${typeName}: ${identifier.value}`}
    >
      {identifier.value}
    </Chip>
  )
}
