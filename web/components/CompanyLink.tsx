import { Text } from '@mantine/core'
import { links } from '../lib/links.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { TextLink } from '../ui/links.tsx'
import classes from './PersonLink.module.css'

export type CompanyLinkProps = {
  company: { id: string; name: string | null }
  /** The domain behind the name. */
  note?: string | null
}

/** A company, always shown the same way. */
export function CompanyLink({ company: { id, name }, note }: CompanyLinkProps) {
  const label = name ?? note ?? 'A company without a name'
  return (
    <span className={classes.person}>
      <Avatar label={label} seed={id} shape="square" />
      <TextLink {...links.company(id)} className={classes.name} c="inherit" fz="inherit" fw={500}>
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
