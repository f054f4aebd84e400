import { Text } from '@mantine/core'
import { IconWorld } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { BrowserKey } from '../../../model/profile.ts'
import { api } from '../../api.ts'
import { counted } from '../../lib/format.ts'
import { wholeList } from '../../lib/queries.ts'
import { Chip } from '../../ui/Chip.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SidePanel } from '../../ui/SidePanel.tsx'
import { BrowserKeyForm } from './BrowserKeyForm.tsx'

export type BrowserKeysProps = {
  mayWrite: boolean
  create: ReactNode
  /** The key that is open; `new` for one to be made. */
  openId: string | undefined
  onOpen: (id: string | undefined) => void
}

/** Keys by which pages in a browser read chosen traits and segments of their own anonymous visitor. */
export function BrowserKeys({ mayWrite, create, openId, onOpen }: BrowserKeysProps) {
  const keys = useQuery({
    queryKey: ['browser-keys'],
    queryFn: async () => (await api.browserKeys.list()).data,
  })
  const opened = keys.data?.find(({ id }) => id === openId)
  const isNew = mayWrite && openId === 'new'
  const close = () => onOpen(undefined)
  return (
    <>
      <DataTable
        label="Browser keys"
        columns={columns}
        list={wholeList(keys, keys.data)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => onOpen(id)}
        empty={
          <EmptyState title="No browser keys yet" icon={<IconWorld size={22} />} action={create}>
            With a browser key a page of yours learns a little of its own visitor, before they sign in: what
            they looked for last, say. Of people who are known it tells nothing.
          </EmptyState>
        }
      />
      <SidePanel
        opened={isNew || opened !== undefined}
        onClose={close}
        size="xl"
        title={isNew ? 'New browser key' : (opened?.name ?? '')}
      >
        {(isNew || opened) && (
          <BrowserKeyForm
            key={opened?.id ?? 'new'}
            browserKey={opened}
            readOnly={!mayWrite}
            onSaved={onOpen}
            onRemoved={close}
          />
        )}
      </SidePanel>
    </>
  )
}

const columns: Column<BrowserKey>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }) => (
      <Text span inherit fw={500}>
        {name}
      </Text>
    ),
  },
  { id: 'origins', header: 'Pages', cell: ({ origins }) => origins.join(', ') },
  {
    id: 'shows',
    header: 'Shows',
    width: '14rem',
    cell: ({ traits, segments }) =>
      `${counted(traits.length, 'trait')}, ${counted(segments.length, 'segment')}`,
  },
  {
    id: 'state',
    header: 'State',
    width: '6rem',
    cell: ({ enabled }) => (enabled ? <Chip tone="good">On</Chip> : <Chip>Off</Chip>),
  },
]
