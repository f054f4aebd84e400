import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { exactTime, relativeTime } from '../lib/format.ts'
import { minuteClock } from '../lib/minute-clock.ts'

export type RelativeTimeProps = { at: string | null; /** Shown when there is no time. */ otherwise?: string }

/** "5 minutes ago", with the exact time on hover; stays right while the page is open. */
export function RelativeTime({ at, otherwise = '–' }: RelativeTimeProps) {
  useSyncExternalStore(minuteClock.subscribe, minuteClock.read)
  if (at === null) return <span>{otherwise}</span>
  return (
    <Tooltip label={exactTime(at)}>
      <time dateTime={at}>{relativeTime(at)}</time>
    </Tooltip>
  )
}
