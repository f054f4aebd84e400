import { SegmentedControl, Title } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { eventTypes } from '../../../model/event-types.ts'
import type { Volume } from '../../../model/home.ts'
import { api } from '../../api.ts'
import { eventTypeNames } from '../../lib/event-words.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { volumeBars, volumeQueries, volumeRanges, type VolumeRange } from '../../lib/volume.ts'
import { BarChart } from '../../ui/BarChart.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { TextLink } from '../../ui/links.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import classes from './home.module.css'

const REFRESH_MS = 10_000
const BEFORE_FRESH_MS = 10 * 60_000
const choices = Object.entries(volumeRanges).map(([value, { name }]) => ({ value, label: name }))

/** Events over time beside the usual, and the names that occurred most. */
export function VolumePicture() {
  const { range = 'day' } = useSearch({ from: '/' })
  const navigate = useNavigate({ from: '/' })
  const volume = useVolume(range)
  const choose = (value: string) => void navigate({ search: { range: value as VolumeRange }, replace: true })
  return (
    <section className={classes.section} aria-labelledby="volume">
      <div className={classes.sectionHead}>
        <Title order={2} id="volume">
          How many events arrive?
        </Title>
        <SegmentedControl size="xs" aria-label="Time" data={choices} value={range} onChange={choose} />
      </div>
      {volume.error && !volume.data ? (
        <ErrorState error={volume.error} again={() => void volume.refetch()} />
      ) : volume.data ? (
        <Picture {...volume.data} before={volume.data.range === range ? volume.before : undefined} />
      ) : (
        <BlockSkeleton height="16rem" />
      )}
    </section>
  )
}

/** The range that is shown, read again and again, and what came before it, which hardly changes. */
function useVolume(range: VolumeRange) {
  const before = useQuery({
    queryKey: ['events', 'volume-before', range],
    queryFn: () => api.events.volume(volumeQueries(range).before),
    staleTime: BEFORE_FRESH_MS,
  })
  const shown = useQuery({
    queryKey: ['events', 'volume', range],
    queryFn: async () => ({ range, volume: await api.events.volume(volumeQueries(range).shown) }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  return { ...shown, before: before.data }
}

type PictureProps = { range: VolumeRange; volume: Volume; before: Volume | undefined }

function Picture({ range, volume, before }: PictureProps) {
  const bars = volumeBars(volume, before)
  const stored = bars.reduce((sum, bar) => sum + bar.value, 0)
  const dropped = bars.reduce((sum, bar) => sum + (bar.bad ?? 0), 0)
  return (
    <div className={classes.picture}>
      <BarChart
        label="Events over time"
        unit="events"
        bars={bars}
        summary={
          <>
            <b>{counted(stored, 'event')}</b> in {volumeRanges[range].words}
            {dropped > 0 && (
              <>
                ,{' '}
                <TextLink {...links.live({ tab: 'dropped' })} fz="inherit" underline="always">
                  {number(dropped)} dropped
                </TextLink>
              </>
            )}
            {bars.some((bar) => bar.usual !== null) && <span className={classes.legend}>the usual</span>}
          </>
        }
      />
      <TopEvents top={volume.top} />
    </div>
  )
}

function TopEvents({ top }: { top: Volume['top'] }) {
  const most = Math.max(...top.map(({ count }) => count), 1)
  if (top.length === 0) return null
  return (
    <div>
      <h3 className={classes.topHeading}>Most frequent</h3>
      <ol className={classes.top}>
        {top.slice(0, 8).map(({ event, count }) => (
          <li key={event}>
            <span className={classes.topName} title={event}>
              {nameOf(event)}
            </span>
            <span className={classes.topCount}>{number(count)}</span>
            <span className={classes.topBar} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
          </li>
        ))}
      </ol>
    </div>
  )
}

/** Calls without a name of their own are counted under their type. */
function nameOf(event: string): string {
  const type = eventTypes.find((one) => one === event)
  return type ? eventTypeNames[type] : event
}
