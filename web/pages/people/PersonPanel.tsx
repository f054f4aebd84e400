import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { RecordPresence } from '../../components/RecordPresence.tsx'
import { StepThrough } from '../../components/StepThrough.tsx'
import { links } from '../../lib/links.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { useMay } from '../../lib/session.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './PersonAbout.module.css'
import { PersonAbout } from './PersonAbout.tsx'
import { PersonHeading } from './PersonHeading.tsx'

export type PersonPanelProps = {
  id: string | undefined
  onClose: () => void
  /** Goes to another person of those that are shown. */
  onChange: (id: string) => void
}

/** A person beside the list; the address names them. The page has the timeline besides. */
export function PersonPanel({ id, onClose, onChange }: PersonPanelProps) {
  const mayPresence = useMay()('activities:read')
  const person = useQuery({
    queryKey: ['people', 'one', id],
    queryFn: () => api.people.get(id ?? ''),
    enabled: id !== undefined,
  })
  const { data } = person
  const title = data ? (
    <TextLink {...links.person(data.id)}>{personLabel(asPersonLike(data))}</TextLink>
  ) : (
    'Person'
  )
  return (
    <SidePanel opened={id !== undefined} onClose={onClose} title={title}>
      {id !== undefined && <StepThrough id={id} cache={['people']} one="person" onChange={onChange} />}
      {data && id !== undefined && (
        <div key={data.id}>
          {mayPresence && <RecordPresence subject={{ type: 'person', id: data.id }} />}
          <div className={classes.heading}>
            <PersonHeading person={data} />
          </div>
          <PersonAbout person={data} />
        </div>
      )}
      {person.isLoading && <LinesSkeleton lines={8} />}
      {person.error && !data && <ErrorState error={person.error} again={() => void person.refetch()} />}
    </SidePanel>
  )
}
