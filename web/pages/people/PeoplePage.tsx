import { Button } from '@mantine/core'
import { IconChevronDown, IconUsers } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { personSorts } from '../../../model/person-sorts.ts'
import { api, type PeopleQuery } from '../../api.ts'
import { AddToList } from '../../components/AddToList.tsx'
import { boundedNumber, counted } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { SortSelect } from '../../ui/SortSelect.tsx'
import { personColumns, personSortNames } from '../../components/person-columns.tsx'
import { PeopleFilters } from './PeopleFilters.tsx'

const route = getRouteApi('/people')

export function PeoplePage() {
  const query = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('segments:write')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const set = (change: PeopleQuery) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
  const { sort = '-last_seen', ...filter } = query
  const list = useList({
    key: ['people', 'list', query],
    fetch: (page) => api.people.list(query, page),
    keepRows: true,
  })
  return (
    <Page
      title="People"
      note={<Count filter={filter} />}
      action={mayWrite && <ButtonLink {...links.newSegment()}>New segment</ButtonLink>}
      toolbar={
        <>
          <SearchInput
            label="Search people"
            value={query.search ?? ''}
            onChange={(search) => set({ search: search || undefined })}
          />
          <PeopleFilters query={query} onChange={set} />
          <SortSelect value={sort} names={personSortNames} onChange={(chosen) => set({ sort: chosen })} />
          {selected.size > 0 && (
            <AddToList people={[...selected]} onDone={() => setSelected(new Set())}>
              <Button variant="light" rightSection={<IconChevronDown size={15} aria-hidden />}>
                Put {counted(selected.size, 'person', 'people')} on a list
              </Button>
            </AddToList>
          )}
        </>
      }
    >
      <DataTable
        label="People"
        columns={personColumns}
        list={list}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(links.person(row.id))}
        {...(mayWrite && { selection: { ids: selected, onChange: setSelected } })}
        sort={{ value: sort, onChange: (chosen) => set({ sort: personSorts.find((one) => one === chosen) }) }}
        empty={<Nobody filtered={isFiltered(filter)} onClear={() => void navigate({ search: {} })} />}
      />
    </Page>
  )
}

function Count({ filter }: { filter: PeopleQuery }) {
  const count = useQuery({
    queryKey: ['people', 'count', filter],
    queryFn: () => api.people.count(filter),
    placeholderData: keepPreviousData,
  })
  return <span role="status">{count.data && boundedNumber(count.data)}</span>
}

function Nobody({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState
        title="Nobody matches"
        icon={<IconUsers size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search and filters
          </Button>
        }
      >
        Nobody meets all that is asked for. Take a filter away, or search for a part of a name, e-mail or
        identifier.
      </EmptyState>
    )
  }
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

function isFiltered({ search, segment, company, filter }: PeopleQuery): boolean {
  return Boolean(search ?? segment ?? company) || (filter?.length ?? 0) > 0
}
