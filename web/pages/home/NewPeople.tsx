import { Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { PersonLink } from '../../components/PersonLink.tsx'
import { links } from '../../lib/links.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './home.module.css'

const SHOWN = 8
const REFRESH_MS = 10_000

export function NewPeople() {
  const people = useQuery({
    queryKey: ['people', 'new'],
    queryFn: () => api.people.list({ sort: '-first_seen' }, { limit: SHOWN }),
    refetchInterval: REFRESH_MS,
  })
  const rows = people.data?.data
  return (
    <section className={classes.section} aria-labelledby="new-people">
      <div className={classes.sectionHead}>
        <Title order={2} id="new-people">
          New people
        </Title>
        <TextLink {...links.people({ sort: '-first_seen' })} fz="sm">
          All people
        </TextLink>
      </div>
      {people.error && !rows && <ErrorState error={people.error} again={() => void people.refetch()} />}
      {people.isPending && <LinesSkeleton lines={4} />}
      {rows?.length === 0 && (
        <p className={classes.none}>Nobody yet. People appear with their first event.</p>
      )}
      {rows && rows.length > 0 && (
        <ul className={classes.rows}>
          {rows.map((person) => (
            <li key={person.id}>
              <span className={classes.rowName}>
                <PersonLink person={person} note={person.company?.name ?? person.email} />
              </span>
              <span className={classes.rowTime}>
                <RelativeTime at={person.first_seen} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
