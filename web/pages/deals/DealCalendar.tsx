import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { RecordFilter, RecordRow } from '../../../model/view.ts'
import { api } from '../../api.ts'
import { localDay } from '../../lib/activities.ts'
import { counted, money } from '../../lib/format.ts'
import { bothFilters } from '../../lib/list-filter.ts'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { BlockSkeleton } from '../../ui/Skeletons.tsx'
import { monthWeeks, nextMonth } from './calendar.ts'
import classes from './calendar.module.css'

const MOST = 1000
const SHOWN_A_DAY = 4

export type DealCalendarProps = {
  /** Which deals: the filter and words of the list. */
  query: { filter?: RecordFilter | undefined; search?: string | undefined }
  /** "2026-11"; this month without. */
  month: string | undefined
  onMonth: (month: string | undefined) => void
  onOpen: (id: string) => void
  onDay: (day: string) => void
}

/** When deals are expected to close, month by month. */
export function DealCalendar({ query, month: chosen, onMonth, onOpen, onDay }: DealCalendarProps) {
  const [today] = useState(() => localDay(new Date()))
  const month = chosen ?? today.slice(0, 7)
  const weeks = monthWeeks(month)
  const days = weeks.flat()
  const asked = {
    search: query.search,
    filter: bothFilters(query.filter, closingWithin(days)),
    sort: 'expected_close_on',
    columns: [],
  }
  const deals = useQuery({
    queryKey: ['deals', 'calendar', asked],
    queryFn: () => api.lists.search('deals', { ...asked, limit: MOST }),
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
                    deals={rows.filter(({ standard }) => standard['expected_close_on'] === day)}
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
  deals: RecordRow[]
  onOpen: (id: string) => void
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
              data-closed={deal.standard['closed_at'] !== null || undefined}
              onClick={() => onOpen(deal.id)}
            >
              <span>{deal.name ?? 'Deal'}</span>
              <Amount {...deal.standard} />
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

/** Nothing for a deal without an amount, or whose amount is hidden from the reader. */
function Amount({ amount, currency }: RecordRow['standard']) {
  if (typeof amount !== 'number' || typeof currency !== 'string') return null
  return <span className={classes.amount}>{money(amount, currency)}</span>
}

function closingWithin(days: string[]): RecordFilter {
  return {
    match: 'all',
    conditions: [
      { field: 'expected_close_on', operator: 'at_least', value: days.at(0) },
      { field: 'expected_close_on', operator: 'at_most', value: days.at(-1) },
    ],
  }
}
