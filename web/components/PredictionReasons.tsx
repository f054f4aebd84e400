import { Text } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import type { PredictionReasons as Reasons } from '../../model/prediction.ts'
import { counted, number } from '../lib/format.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import classes from './PredictionReasons.module.css'
import reasonsLook from './ScoreReasons.module.css'

/** Less than this much changes nothing worth telling. */
const LEAST_FACTOR = 1.1

/** What speaks for somebody's doing it and what against, what weighs most first. */
export function PredictionReasons({ prediction: { usual, reasons } }: { prediction: Reasons }) {
  const told = reasons.filter(({ factor }) => factor >= LEAST_FACTOR || factor <= 1 / LEAST_FACTOR)
  return (
    <>
      <ul
        className={`${reasonsLook.rules} ${classes.reasons}`}
        aria-label="What speaks for it and against it"
      >
        {told.map(({ event, factor, count, last_at }) => (
          <li key={event} data-against={factor < 1 || undefined}>
            {factor < 1 ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />}
            <span>
              {event}
              <span className={reasonsLook.words}>
                {count === 0 ? 'not lately' : `${counted(count, 'time')}, last `}
                {last_at !== null && <RelativeTime at={last_at} />}
              </span>
            </span>
            <span className={reasonsLook.points}>{factorWords(factor)}</span>
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" mt={6} mb={6}>
        {told.length === 0 && 'Nothing sets this person apart from others. '}
        {`Of everybody, ${number(usual, 1)} % did it.`}
      </Text>
    </>
  )
}

function factorWords(factor: number): string {
  return factor >= 1 ? `odds × ${number(factor, 1)}` : `odds ÷ ${number(1 / Math.max(factor, 0.01), 1)}`
}
