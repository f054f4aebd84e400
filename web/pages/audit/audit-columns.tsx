import { IconKey, IconRobot } from '@tabler/icons-react'
import type { AuditEntry } from '../../../model/access.ts'
import { links } from '../../lib/links.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import type { Column } from '../../ui/DataTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { actionWords } from './audit-words.ts'
import classes from './audit.module.css'

export const auditColumns: Column<AuditEntry>[] = [
  { id: 'actor', header: 'Who', width: '26%', cell: (entry) => <ActorName entry={entry} /> },
  { id: 'action', header: 'What', width: '24%', cell: actionWords },
  { id: 'subject', header: 'Which', cell: (entry) => <Subject entry={entry} /> },
  { id: 'at', header: 'When', width: '9rem', align: 'right', cell: ({ at }) => <RelativeTime at={at} /> },
]

/** Who did it: a colleague, a key or Kith itself. */
export function ActorName({ entry }: { entry: AuditEntry }) {
  return (
    <span className={classes.actor}>
      {entry.actor_type === 'user' && <Avatar label={entry.actor} />}
      {entry.actor_type === 'api_key' && <IconKey size={16} role="img" aria-label="API key" />}
      {entry.actor_type === 'system' && <IconRobot size={16} role="img" aria-label="Kith itself" />}
      <span className={classes.name}>{entry.actor}</span>
    </span>
  )
}

/** What it was done to, as a link where there is a page for it. */
export function Subject({ entry }: { entry: AuditEntry }) {
  const { subject_type, subject_id: id, subject_name } = entry
  const name = subject_name ?? id ?? '–'
  if (id === null || entry.action.endsWith('removed') || entry.action.endsWith('deleted')) return name
  if (subject_type === 'segment') return <TextLink {...links.segment(id)}>{name}</TextLink>
  if (subject_type === 'person') return <TextLink {...links.person(id)}>{name}</TextLink>
  if (subject_type === 'company') return <TextLink {...links.company(id)}>{name}</TextLink>
  if (subject_type === 'deal') return <TextLink {...links.deals({ deal: id })}>{name}</TextLink>
  if (subject_type === 'dashboard') return <TextLink {...links.dashboard(id)}>{name}</TextLink>
  if (subject_type === 'source') return <TextLink {...links.sources({ source: id })}>{name}</TextLink>
  if (subject_type === 'destination')
    return <TextLink {...links.destinations({ destination: id })}>{name}</TextLink>
  if (subject_type === 'enrichment_provider')
    return <TextLink {...links.enrichmentProvider(id)}>{name}</TextLink>
  return name
}
