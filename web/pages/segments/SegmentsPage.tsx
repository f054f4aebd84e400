import { Button } from '@mantine/core'
import { IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { segmentColumns } from './segment-columns.tsx'

const route = getRouteApi('/segments')
const ALL = 1000
const REFRESH_MS = 5_000

export function SegmentsPage() {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const setSearch = (text: string) => void navigate({ search: text ? { search: text } : {}, replace: true })
  const list = useList({
    key: ['segments', 'list'],
    fetch: api.segments.list,
    limit: ALL,
    refetchInterval: REFRESH_MS,
  })
  const found = list.rows.filter((row) =>
    row.name.toLowerCase().includes((search ?? '').trim().toLowerCase()),
  )
  return (
    <Page
      title="Segments"
      action={<NewSegment />}
      toolbar={
        list.rows.length > 0 && (
          <SearchInput label="Search segments" value={search ?? ''} onChange={setSearch} />
        )
      }
    >
      <DataTable
        label="Segments"
        columns={segmentColumns}
        list={{ ...list, rows: found }}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(links.segment(row.id))}
        empty={<NoSegment searched={list.rows.length > 0} onClear={() => setSearch('')} />}
      />
    </Page>
  )
}

function NewSegment() {
  const may = useMay()
  if (!may('segments:write')) return null
  return (
    <ButtonLink {...links.newSegment()} leftSection={<IconPlus size={16} aria-hidden />}>
      New segment
    </ButtonLink>
  )
}

function NoSegment({ searched, onClear }: { searched: boolean; onClear: () => void }) {
  if (searched) {
    return (
      <EmptyState
        title="No segment is called so"
        icon={<IconUsersGroup size={22} />}
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        Search for a part of its name.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="No segments yet"
      icon={<IconUsersGroup size={22} />}
      action={<NewSegment />}
      link={<TextLink {...links.people()}>Look at the people first</TextLink>}
    >
      A segment is a group of people who did something or are something, such as buyers of the last 30 days.
      It follows what happens within seconds, and destinations hear who enters and who leaves.
    </EmptyState>
  )
}
