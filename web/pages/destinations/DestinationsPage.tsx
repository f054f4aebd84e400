import { Button } from '@mantine/core'
import { IconPlus, IconSend } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { CreateDestinationDialog } from './CreateDestinationDialog.tsx'
import { destinationColumns } from './destination-columns.tsx'
import { DestinationPanel } from './DestinationPanel.tsx'
import { StoragesSection } from '../storages/StoragesSection.tsx'
import { useDestinations } from './use-destinations.ts'

const route = getRouteApi('/destinations')

/** Where Kith tells others who enters and leaves segments. */
export function DestinationsPage() {
  const { destination: openId, create } = route.useSearch()
  const navigate = route.useNavigate()
  const mayWrite = useMay()('destinations:write')
  const list = useDestinations()
  const open = (id?: string) =>
    void navigate({ search: id ? { destination: id } : {}, replace: true, resetScroll: false })
  const add = mayWrite && (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={() => void navigate({ search: { create: true }, resetScroll: false })}
    >
      Add a webhook
    </Button>
  )
  return (
    <Page
      title="Destinations"
      description="Other programs that hear when somebody enters or leaves a segment, and storages to which files of people go."
      action={add}
    >
      <DataTable
        label="Destinations"
        columns={destinationColumns}
        list={list}
        rowKey={(row) => row.id}
        onOpen={(row) => open(row.id)}
        empty={
          <EmptyState
            title="No destinations yet"
            icon={<IconSend size={22} />}
            action={add}
            link={<TextLink {...links.segments()}>Look at the segments</TextLink>}
          >
            A webhook gets a signed message within seconds when a person enters or leaves a segment. What
            could not be delivered is tried again for days and never lost in silence.
          </EmptyState>
        }
      />
      <StoragesSection />
      <DestinationPanel
        destination={list.rows.find((row) => row.id === openId) ?? null}
        onClose={() => open()}
      />
      {mayWrite && create && <CreateDestinationDialog onClose={() => open()} />}
    </Page>
  )
}
