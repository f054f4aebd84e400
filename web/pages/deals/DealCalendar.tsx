import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Deal } from '../../../model/deal.ts'
import { api, type DealsQuery } from '../../api.ts'
import { localDay } from '../../lib/activities.ts'
import { counted, money } from '../../lib/format.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { monthWeeks, nextMonth } from './calendar.ts'
import classes from './calendar.module.css'

const MOST = 1000
const SHOWN_A_DAY = 4

export type DealCalendarProps = {
  query: DealsQuery
  /** "2026-11"; this month without. */
  month: string | undefined
  onMonth: (month: string | undefined) => void
  onOpen: (deal: Deal) => void
  onDay: (day: string) => void
}

/** When deals are expected to close, month by month. */
export function DealCalendar({ query, month: chosen, onMonth, onOpen, onDay }: DealCalendarProps) {
  const [today] = useState(() => localDay(new Date()))
  const month = chosen ?? today.slice(0, 7)
  const weeks = monthWeeks(month)
  const days = weeks.flat()
  const asked = {
    ...query,
    close_from: days.at(0),
    close_to: days.at(-1),
    sort: 'expected_close_on' as const,
  }
  const deals = useQuery({
    queryKey: ['deals', 'calendar', asked],
    queryFn: () => api.deals.list(asked, { limit: MOST }),
  })
  const title = new Intl.DateTimeFormat(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01`))
  if (deals.error && !deals.data)
    return (
      <ErrorState
        error={deals.error}
        title="The calendar could not be read"
        again={() => void deals.refetch()}
      />
    )
  const rows = deals.data?.data ?? []
  return (
    <section aria-label={`Deals expected to close in ${title}`}>
      <Group gap="xs" mb="xs">
        <ActionIcon aria-label="The month before" onClick={() => onMonth(nextMonth(month, -1))}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Text fw={600} miw="9rem" ta="center" role="status">
          {title}
        </Text>
        <ActionIcon aria-label="The month after" onClick={() => onMonth(nextMonth(month, 1))}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <UnstyledButton fz="sm" c="var(--kith-accent)" onClick={() => onMonth(undefined)}>
          This month
        </UnstyledButton>
        {deals.data?.next && (
          <Text size="sm" c="dimmed">
            The first {MOST} are shown. Narrow the filter to see the others.
          </Text>
        )}
      </Group>
      {deals.isPending && <BlockSkeleton height="30rem" />}
      {deals.data && (
        <table className={classes.calendar}>
          <thead>
            <tr>
              {weeks[0]?.map((day) => (
                <th key={day} scope="col">
                  {new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' }).format(
                    new Date(day),
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]}>
                {week.map((day) => (
                  <Day
                    key={day}
                    day={day}
                    isToday={day === today}
                    isOutside={!day.startsWith(month)}
                    deals={rows.filter((deal) => deal.expected_close_on === day)}
                    onOpen={onOpen}
                    onDay={onDay}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

type DayProps = {
  day: string
  isToday: boolean
  isOutside: boolean
  deals: Deal[]
  onOpen: (deal: Deal) => void
  onDay: (day: string) => void
}

function Day({ day, isToday, isOutside, deals, onOpen, onDay }: DayProps) {
  const more = deals.length - SHOWN_A_DAY
  return (
    <td
      className={classes.day}
      data-outside={isOutside || undefined}
      data-today={isToday || undefined}
      data-empty={deals.length === 0 || undefined}
    >
      <time dateTime={day} className={classes.number}>
        {Number(day.slice(-2))}
      </time>
      <ul>
        {deals.slice(0, SHOWN_A_DAY).map((deal) => (
          <li key={deal.id}>
            <button
              type="button"
              className={classes.deal}
              data-closed={deal.closed_at !== null || undefined}
              onClick={() => onOpen(deal)}
            >
              <span>{deal.name}</span>
              {deal.amount !== null && (
                <span className={classes.amount}>{money(deal.amount, deal.currency)}</span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" className={classes.more} onClick={() => onDay(day)}>
          {counted(more, 'more', 'more')}
        </button>
      )}
    </td>
  )
}
