import { Tabs } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Person } from '../../../model/person.ts'
import { api } from '../../api.ts'
import { ActivityComposer } from '../../components/activities/ActivityComposer.tsx'
import { ActivityPanel } from '../../components/activities/ActivityPanel.tsx'
import { Upcoming } from '../../components/activities/Upcoming.tsx'
import { RecordPresence } from '../../components/RecordPresence.tsx'
import { Timeline } from '../../components/Timeline.tsx'
import { links } from '../../lib/links.ts'
import { personLabel } from '../../lib/people.ts'
import { asPersonLike } from '../../lib/profile.ts'
import { useMay } from '../../lib/session.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { TextLink } from '../../ui/links.tsx'
import { RecordLayout } from '../../ui/RecordLayout.tsx'
import { RecordState } from '../../ui/RecordState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { PersonAbout } from './PersonAbout.tsx'
import { PersonHeading } from './PersonHeading.tsx'

const route = getRouteApi('/people/$id')
const Identity = lazy(() => import('./Identity.tsx').then((m) => ({ default: m.Identity })))

export function PersonPage() {
  const { id } = route.useParams()
  const search = route.useSearch()
  const person = useQuery({ queryKey: ['people', 'one', id], queryFn: () => api.people.get(id) })
  if (!person.data) {
    return (
      <RecordState
        query={person}
        title="Person"
        parent={<TextLink {...links.people()}>People</TextLink>}
        missing="There is no person at this address"
      />
    )
  }
  // A former id: the person's events have become another's, whose address this is from now on.
  if (person.data.id !== id) return <Navigate {...links.person(person.data.id, search)} replace />
  return <Profile person={person.data} />
}

function Profile({ person }: { person: Person }) {
  const { tab = 'timeline', type, activity } = route.useSearch()
  const may = useMay()
  const navigate = route.useNavigate()
  const set = (change: { tab?: typeof tab; type?: string | undefined; activity?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const label = personLabel(asPersonLike(person))
  const about = <PersonAbout person={person} />
  return (
    <RecordLayout
      title={label}
      lead={<Avatar label={label} seed={person.id} size="md" />}
      parent={<TextLink {...links.people()}>People</TextLink>}
      heading={<PersonHeading person={person} />}
      about={about}
    >
      <Tabs
        value={tab}
        onChange={(next) => set({ tab: tabs.find((one) => one === next) ?? 'timeline' })}
        keepMounted={false}
      >
        <Tabs.List mb="sm">
          <Tabs.Tab value="timeline">Timeline</Tabs.Tab>
          <Tabs.Tab value="about" hiddenFrom="md">
            About
          </Tabs.Tab>
          <Tabs.Tab value="identity">Why one person?</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="timeline">
          {may('activities:read') && (
            <>
              <RecordPresence subject={{ type: 'person', id: person.id }} />
              <ActivityComposer about={{ personId: person.id }} />
              <Upcoming about={{ personId: person.id }} onOpen={(id) => set({ activity: id })} />
            </>
          )}
          <Timeline
            of={label}
            queryKey={['people', 'timeline', person.id]}
            fetch={(query, page) => api.people.timeline(person.id, query, page)}
            type={type}
            onType={(chosen) => set({ type: chosen })}
            {...(may('activities:read') && { onActivity: (id: string) => set({ activity: id }) })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="about">{about}</Tabs.Panel>
        <Tabs.Panel value="identity">
          <Suspense fallback={<BlockSkeleton height={320} />}>
            <Identity person={person} />
          </Suspense>
        </Tabs.Panel>
      </Tabs>
      <ActivityPanel id={activity} onChange={(id) => set({ activity: id })} />
    </RecordLayout>
  )
}

const tabs = ['timeline', 'about', 'identity'] as const
