import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { memo, useState } from 'react'
import type { LiveEvent } from '../../../model/source.ts'
import { EventIcon } from '../../components/EventIcon.tsx'
import { exactTime, timeOfDay } from '../../lib/format.ts'
import { Chip } from '../../ui/Chip.tsx'
import classes from './live.module.css'
import { LiveDetails } from './LiveDetails.tsx'

/** One event of the stream; opens to show each step's note and the event as it was sent. */
export const LiveRow = memo(function LiveRow({ event }: { event: LiveEvent }) {
  const [open, setOpen] = useState(false)
  return (
    <li className={classes.item}>
      <UnstyledButton data-row className={classes.row} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={14} aria-hidden className={classes.chevron} data-open={open || undefined} />
        <time dateTime={event.received_at} title={exactTime(event.received_at)} className={classes.time}>
          {timeOfDay(event.received_at)}
        </time>
        <span className={classes.event}>
          <EventIcon type={event.type} event={event.event} />
          <span className={classes.name}>{event.event || event.type}</span>
          {event.event && event.event !== event.type && <span className={classes.type}>{event.type}</span>}
        </span>
        <span className={classes.person}>{event.person?.label}</span>
        <span className={classes.source}>{event.source}</span>
        <span className={classes.outcome}>
          {event.outcome === 'dropped' ? <Chip tone="bad">Dropped</Chip> : <Chip tone="good">Stored</Chip>}
        </span>
      </UnstyledButton>
      {open && <LiveDetails event={event} />}
    </li>
  )
})
