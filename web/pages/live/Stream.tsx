import { Button } from '@mantine/core'
import { IconActivity, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { counted } from '../../lib/format.ts'
import { filterLive } from '../../lib/filter-live.ts'
import { keyOf, useLiveEvents } from '../../lib/live-events.ts'
import { links } from '../../lib/links.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ButtonLink } from '../../ui/links.tsx'
import { useStepKeys } from '../../ui/use-step-keys.ts'
import classes from './live.module.css'
import { LiveRow } from './LiveRow.tsx'
import { LiveStateChip } from './LiveStateChip.tsx'
import { StreamFilters } from './StreamFilters.tsx'

const SHOWN_ROWS = 200

export function Stream() {
  const live = useLiveEvents()
  const filter = useSearch({ from: '/live' })
  const list = useStepKeys<HTMLUListElement>('[data-row]')
  const matching = filterLive(live.events, filter)
  return (
    <>
      <div className={classes.toolbar}>
        <StreamFilters events={live.events} />
        <div className={classes.controls}>
          <LiveStateChip state={live.state} paused={live.paused} />
          <Button
            variant="default"
            leftSection={live.paused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
            onClick={() => live.pause(!live.paused)}
          >
            {live.paused ? 'Go on' : 'Pause'}
          </Button>
        </div>
      </div>
      {live.paused && live.waiting > 0 && (
        <Button variant="light" size="compact-sm" fullWidth mb="xs" onClick={() => live.pause(false)}>
          Show {counted(live.waiting, 'new event')}
        </Button>
      )}
      <ul className={classes.list} ref={list} aria-label="Events, newest first">
        {matching.slice(0, SHOWN_ROWS).map((event) => (
          <LiveRow key={keyOf(event)} event={event} />
        ))}
      </ul>
      {matching.length > SHOWN_ROWS && (
        <p className={classes.rest}>
          The newest {SHOWN_ROWS} are shown. Filter to see others of the last 1,000.
        </p>
      )}
      {matching.length === 0 && <NothingYet filtered={live.events.length > 0} />}
    </>
  )
}

function NothingYet({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <EmptyState title="Nothing matches" icon={<IconActivity size={22} />}>
        Events arrive, but none of the last ones fits this filter. New ones that fit appear here.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Waiting for events"
      icon={<IconActivity size={22} />}
      action={<ButtonLink {...links.sources()}>See how to send events</ButtonLink>}
    >
      Every event appears here the moment it has been processed, with the person it belongs to. What is
      dropped is shown with its reason.
    </EmptyState>
  )
}
