import { Text } from '@mantine/core'
import { personLabel, type PersonLike } from '../lib/people.ts'
import { links } from '../lib/links.ts'
import { TextLink } from '../ui/links.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'
import classes from './PersonLink.module.css'

export type PersonLinkProps = {
  person: PersonLike
  /** A company or identifier behind the name. */
  note?: string | null
}

/** A person, always shown the same way: avatar, name or best identifier, and what helps to tell them apart. */
export function PersonLink({ person, note }: PersonLinkProps) {
  const label = personLabel(person)
  return (
    <span className={classes.person}>
      <PersonAvatar person={person} />
      <TextLink {...links.person(person.id)} className={classes.name} c="inherit" fz="inherit" fw={500}>
        {label}
      </TextLink>
      {note && note !== label && (
        <Text span c="dimmed" fz="inherit" className={classes.note}>
          {note}
        </Text>
      )}
    </span>
  )
}
