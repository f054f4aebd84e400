import { ActionIcon, Text } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import type { SegmentStay } from '../../../model/segment-membership.ts'
import { api } from '../../api.ts'
import { AddToList } from '../../components/AddToList.tsx'
import { date, exactTime } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useList } from '../../lib/queries.ts'
import { useMay } from '../../lib/session.ts'
import { toastError, toastSaved } from '../../lib/toasts.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { RelativeTime } from '../../ui/RelativeTime.tsx'
import { Section } from '../../ui/Section.tsx'
import { LinesSkeleton } from '../../ui/Skeletons.tsx'
import classes from './PersonAbout.module.css'

const ROWS = 20
const REFRESH_MS = 5_000

/** In which segments a person is, since when and why, and in which they were. */
export function PersonSegments({ id }: { id: string }) {
  const list = useList({
    key: ['people', 'segments', id],
    fetch: (page) => api.people.segments(id, page),
    limit: ROWS,
    refetchInterval: REFRESH_MS,
  })
  const present = list.rows.filter((stay) => stay.left_at === null)
  const past = list.rows.filter((stay) => stay.left_at !== null)
  return (
    <Section
      title="Segments"
      count={present.length}
      action={
        <AddToList people={[id]} except={present.map(({ segment }) => segment.id)} position="bottom-end">
          <ActionIcon variant="subtle" color="gray" aria-label="Put on a list">
            <IconPlus size={16} />
          </ActionIcon>
        </AddToList>
      }
    >
      {list.error && list.rows.length === 0 && <ErrorState error={list.error} again={list.again} />}
      {list.isPending && <LinesSkeleton lines={2} />}
      {!list.isPending && !list.error && present.length === 0 && (
        <Text size="sm" c="dimmed">
          In no segment.
        </Text>
      )}
      <ul className={classes.list}>
        {present.map((stay) => (
          <Present key={stay.segment.id} person={id} stay={stay} />
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

function Present({ person, stay: { segment, entered_at } }: { person: string; stay: SegmentStay }) {
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
              {...links.segment(segment.id, { why: person })}
              fz="inherit"
              underline="always"
              aria-label={`Why in ${segment.name}?`}
            >
              why?
            </TextLink>
          </>
        )}
      </Text>
      {segment.kind === 'static' && <TakeOff person={person} segment={segment} />}
    </li>
  )
}

function TakeOff({ person, segment }: { person: string; segment: SegmentStay['segment'] }) {
  const may = useMay()
  const client = useQueryClient()
  if (!may('segments:write')) return null
  const people = [person]
  const refresh = () => client.invalidateQueries({ queryKey: ['people'] })
  const takeOff = async () => {
    try {
      await api.segments.removeFromList(segment.id, { people })
      const putBack = () => void api.segments.addToList(segment.id, { people }).then(refresh, toastError)
      toastSaved(`Taken off ${segment.name}`, putBack)
      await refresh()
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Take off ${segment.name}`}
      onClick={() => void takeOff()}
    >
      <IconX size={14} />
    </ActionIcon>
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
