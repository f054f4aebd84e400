import { Button, Group, Select } from '@mantine/core'
import { IconListDetails, IconPlus, IconUsersGroup } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '../../api.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { SearchInput } from '../../ui/SearchInput.tsx'
import { NewListDialog } from './NewListDialog.tsx'
import { segmentColumns } from './segment-columns.tsx'

const route = getRouteApi('/segments')
const ALL = 1000
const REFRESH_MS = 5_000

export function SegmentsPage() {
  const { search, folder } = route.useSearch()
  const navigate = route.useNavigate()
  const set = (change: { search?: string | undefined; folder?: string | undefined }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true })
  const list = useList({
    key: ['segments', 'list'],
    fetch: api.segments.list,
    limit: ALL,
    refetchInterval: REFRESH_MS,
  })
  const found = list.rows.filter(
    (row) =>
      row.name.toLowerCase().includes((search ?? '').trim().toLowerCase()) &&
      (folder === undefined || row.folder === folder),
  )
  const folders = [...new Set(list.rows.map((row) => row.folder))].filter((name) => name !== '').toSorted()
  return (
    <Page
      title="Segments"
      action={<NewSegment />}
      toolbar={
        list.rows.length > 0 && (
          <>
            <SearchInput
              label="Search segments"
              value={search ?? ''}
              onChange={(text) => set({ search: text || undefined })}
            />
            {folders.length > 0 && (
              <Select
                aria-label="Folder"
                placeholder="Any folder"
                clearable
                data={folders}
                value={folder ?? null}
                onChange={(chosen) => set({ folder: chosen ?? undefined })}
                w="11rem"
              />
            )}
          </>
        )
      }
    >
      <DataTable
        label="Segments"
        columns={segmentColumns((id) => list.rows.find((row) => row.id === id)?.name)}
        list={{ ...list, rows: found }}
        rowKey={(row) => row.id}
        onOpen={(row) => void navigate(links.segment(row.id))}
        empty={
          <NoSegment
            searched={list.rows.length > 0}
            onClear={() => set({ search: undefined, folder: undefined })}
          />
        }
      />
    </Page>
  )
}

function NewSegment() {
  const may = useMay()
  const [opened, setOpened] = useState(false)
  if (!may('segments:write')) return null
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconListDetails size={16} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        New list
      </Button>
      <ButtonLink {...links.newSegment()} leftSection={<IconPlus size={16} aria-hidden />}>
        New segment
      </ButtonLink>
      {opened && <NewListDialog onClose={() => setOpened(false)} />}
    </Group>
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
            Clear the search and the folder
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
