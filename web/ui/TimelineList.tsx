import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState, type ReactNode } from 'react'
import { dayName, exactTime, timeOfDay } from '../lib/format.ts'
import { groupByDay } from '../lib/group-by-day.ts'
import { PropertyList } from './PropertyList.tsx'
import classes from './TimelineList.module.css'

export type TimelineItem = {
  id: string
  at: string
  icon: ReactNode
  title: ReactNode
  /** A few words behind the title. */
  summary?: ReactNode
  /** Longer text under the line. */
  body?: ReactNode
  /** Where it came from, on the right. */
  origin?: ReactNode
  /** Shown when the item is opened; nothing opens without them. */
  properties?: Record<string, unknown>
}

/** What happened, newest first, under a heading for each day. */
export function TimelineList({ items, label }: { items: TimelineItem[]; label: string }) {
  return (
    <section aria-label={label}>
      {groupByDay(items).map(({ day, items: those }) => (
        <section key={day} className={classes.day}>
          <h3 className={classes.heading}>{dayName(day)}</h3>
          <ol className={classes.items}>
            {those.map((item) => (
              <Item key={item.id} item={item} />
            ))}
          </ol>
        </section>
      ))}
    </section>
  )
}

function Item({ item }: { item: TimelineItem }) {
  const [open, setOpen] = useState(false)
  const properties = item.properties ?? {}
  const expandable = Object.keys(properties).length > 0
  return (
    <li className={classes.item}>
      <span className={classes.icon} aria-hidden>
        {item.icon}
      </span>
      <div className={classes.content}>
        {expandable ? (
          <UnstyledButton className={classes.line} aria-expanded={open} onClick={() => setOpen(!open)}>
            <Line item={item} />
            <IconChevronRight
              size={14}
              className={classes.chevron}
              data-open={open || undefined}
              aria-hidden
            />
          </UnstyledButton>
        ) : (
          <div className={classes.line}>
            <Line item={item} />
          </div>
        )}
        {item.body && <div className={classes.body}>{item.body}</div>}
        {open && <PropertyList properties={properties} />}
      </div>
    </li>
  )
}

function Line({ item }: { item: TimelineItem }) {
  return (
    <>
      <span className={classes.what}>
        <span className={classes.title}>{item.title}</span>
        {item.summary && <span className={classes.summary}>{item.summary}</span>}
      </span>
      {item.origin && <span className={classes.origin}>{item.origin}</span>}
      <time dateTime={item.at} title={exactTime(item.at)} className={classes.time}>
        {timeOfDay(item.at)}
      </time>
    </>
  )
}
