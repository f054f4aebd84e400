import { Select } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { dropReasons, type DroppedEvent } from '../../../model/source.ts'
import { api } from '../../api.ts'
import { stepWords } from '../../lib/step-words.ts'
import { useList } from '../../lib/queries.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { isDropReason, reasonSentence } from './drop-reason.ts'
import { DroppedPanel } from './DroppedPanel.tsx'
import classes from './live.module.css'

const columns: Column<DroppedEvent>[] = [
  { id: 'event', header: 'Event', cell: ({ event, type }) => event || type || 'Not readable' },
  { id: 'reason', header: 'Reason', width: '40%', cell: ({ reason }) => reasonSentence(reason) },
  { id: 'source', header: 'Source', width: '10rem', cell: ({ source }) => source },
  { id: 'step', header: 'Step', width: '10rem', wideOnly: true, cell: ({ step }) => stepWords(step) },
  {
    id: 'received',
    header: 'Received',
    width: '8rem',
    align: 'right',
    cell: ({ received_at }) => <RelativeTime at={received_at} />,
  },
]

/** What did not become part of a profile, and why. */
export function Dropped() {
  const { reason, open } = useSearch({ from: '/live' })
  const navigate = useNavigate({ from: '/live' })
  const known = isDropReason(reason) ? reason : undefined
  const list = useList({
    key: ['events', 'dropped', known],
    fetch: (page) => api.events.dropped(page, known),
  })
  const change = (part: { reason?: string | undefined; open?: string | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...part }) })
  return (
    <>
      <div className={classes.toolbar}>
        <Select
          aria-label="Reason"
          placeholder="Any reason"
          clearable
          w="24rem"
          maw="100%"
          data={Object.entries(dropReasons).map(([value, label]) => ({ value, label }))}
          value={known ?? null}
          onChange={(value) => change({ reason: value ?? undefined })}
        />
      </div>
      <DataTable
        label="Dropped events"
        columns={columns}
        list={list}
        rowKey={keyOf}
        onOpen={(event) => change({ open: keyOf(event) })}
        empty={
          <EmptyState title="Nothing was dropped" icon={<IconCircleCheck size={22} />}>
            {known
              ? 'No event was dropped for this reason.'
              : 'Every event that arrived became part of a profile. If one is ever dropped, it is kept here with its reason.'}
          </EmptyState>
        }
      />
      <DroppedPanel
        event={list.rows.find((event) => keyOf(event) === open) ?? null}
        onClose={() => change({ open: undefined })}
      />
    </>
  )
}

const keyOf = (event: DroppedEvent) => `${event.received_at} ${event.message_id} ${event.reason}`
