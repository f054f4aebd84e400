import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { SegmentStay } from '../../model/segment-membership.ts'
import { date, exactTime } from '../lib/format.ts'
import { links } from '../lib/links.ts'
import type { List } from '../lib/queries.ts'
import { ErrorState } from '../ui/ErrorState.tsx'
import { TextLink } from '../ui/links.tsx'
import { LoadMore } from '../ui/LoadMore.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Section } from '../ui/Section.tsx'
import { LinesSkeleton } from '../ui/Skeletons.tsx'
import classes from './SegmentStays.module.css'

export type SegmentStaysProps = {
  list: List<SegmentStay>
  /** The person or company whose stays they are. */
  of: string
  action?: ReactNode
  /** What can be done about a stay that goes on. */
  renderEnd?: (stay: SegmentStay) => ReactNode
}

/** In which segments somebody is, since when and why, and in which they were. */
export function SegmentStays({ list, of, action, renderEnd }: SegmentStaysProps) {
  const present = list.rows.filter((stay) => stay.left_at === null)
  const past = list.rows.filter((stay) => stay.left_at !== null)
  return (
    <Section title="Segments" count={present.length} action={action}>
      {list.error && list.rows.length === 0 && <ErrorState error={list.error} again={list.again} />}
      {list.isPending && <LinesSkeleton lines={2} />}
      {!list.isPending && !list.error && present.length === 0 && (
        <Text size="sm" c="dimmed">
          In no segment.
        </Text>
      )}
      <ul className={classes.list}>
        {present.map((stay) => (
          <Present key={stay.segment.id} of={of} stay={stay} end={renderEnd?.(stay)} />
        ))}
      </ul>
      {past.length > 0 && (
        <ul className={classes.list} aria-label="Was in">
          {past.map((stay) => (
            <Past key={`${stay.segment.id} ${stay.entered_at} ${stay.left_at}`} stay={stay} />
          ))}
        </ul>
      )}
      <LoadMore list={list} />
    </Section>
  )
}

type PresentProps = { of: string; stay: SegmentStay; end: ReactNode }

function Present({ of, stay: { segment, entered_at }, end }: PresentProps) {
  return (
    <li>
      <TextLink {...links.segment(segment.id)} fz="inherit">
        {segment.name}
      </TextLink>
      <Text span c="dimmed" size="xs" className={classes.note}>
        since <RelativeTime at={entered_at} />
        {segment.kind !== 'static' && (
          <>
            {' '}
            ·{' '}
            <TextLink
              {...links.segment(segment.id, { why: of })}
              fz="inherit"
              underline="always"
              aria-label={`Why in ${segment.name}?`}
            >
              why?
            </TextLink>
          </>
        )}
      </Text>
      {end}
    </li>
  )
}

function Past({ stay: { segment, entered_at, left_at } }: { stay: SegmentStay }) {
  const times = `From ${exactTime(entered_at)} to ${left_at === null ? 'now' : exactTime(left_at)}`
  return (
    <li>
      <TextLink {...links.segment(segment.id)} fz="inherit" c="dimmed">
        {segment.name}
      </TextLink>
      <Text span c="dimmed" size="xs" className={classes.note} title={times}>
        was in, {left_at === null ? date(entered_at) : rangeOf(entered_at, left_at)}
      </Text>
    </li>
  )
}

function rangeOf(from: string, to: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).formatRange(new Date(from), new Date(to))
}
