import { IconUserQuestion } from '@tabler/icons-react'
import { isAnonymous, personLabel, type PersonLike } from '../lib/people.ts'
import { Avatar } from '../ui/Avatar.tsx'

const iconSizes = { sm: 14, md: 20, lg: 30 } as const

/** A person's initials, or a question mark for a visitor whom nobody knows yet; the tint stays with the person. */
export function PersonAvatar({ person, size = 'sm' }: { person: PersonLike; size?: keyof typeof iconSizes }) {
  return (
    <Avatar
      label={personLabel(person)}
      seed={person.id}
      size={size}
      icon={isAnonymous(person) && <IconUserQuestion size={iconSizes[size]} stroke={1.7} />}
    />
  )
}
