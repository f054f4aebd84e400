import { Button } from '@mantine/core'
import { IconPlus, IconUsers } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { RecordList } from '../../components/lists/RecordList.tsx'
import { links } from '../../lib/links.ts'
import type { ListSearch } from '../../lib/saved-views.ts'
import { useMay } from '../../lib/session.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { PersonPanel } from './PersonPanel.tsx'

const route = getRouteApi('/people')
const words = { one: 'person', many: 'people' }
const NewPersonDialog = lazy(() =>
  import('../../components/edits/NewPersonDialog.tsx').then((m) => ({ default: m.NewPersonDialog })),
)

/** Everybody that is known, in views. */
export function PeoplePage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const may = useMay()
  const set = (change: ListSearch & { panel?: string | undefined; create?: boolean | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  return (
    <Page
      title="People"
      action={
        may('people:write') && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => set({ create: true })}>
            New person
          </Button>
        )
      }
    >
      <RecordList
        object="person"
        words={words}
        search={search}
        onSearch={set}
        onOpen={({ id }) => set({ panel: id })}
        empty={<Nobody />}
      />
      <PersonPanel
        id={search.panel}
        onClose={() => set({ panel: undefined })}
        onChange={(id) => set({ panel: id })}
      />
      {search.create && may('people:write') && (
        <Suspense>
          <NewPersonDialog
            onClose={() => set({ create: undefined })}
            onCreated={({ id }) => set({ create: undefined, panel: id })}
          />
        </Suspense>
      )}
    </Page>
  )
}

function Nobody() {
  return (
    <EmptyState
      title="No people yet"
      icon={<IconUsers size={22} />}
      action={<ButtonLink {...links.sources()}>Connect a source</ButtonLink>}
      link={<TextLink {...links.newImport()}>Import contacts from a file</TextLink>}
    >
      People appear with their first event: a visit, a sign-up, an order. Kith works out which events belong
      to the same person.
    </EmptyState>
  )
}
