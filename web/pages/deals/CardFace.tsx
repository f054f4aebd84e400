import { IconCalendarEvent, IconClockHour4 } from '@tabler/icons-react'
import type { Deal, Stage } from '../../../model/deal.ts'
import { counted, date, exactTime } from '../../lib/format.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Money } from '../../ui/Money.tsx'
import classes from '../../components/board/board.module.css'
import { NextActivity } from './NextActivity.tsx'
import { daysIn, isOverdue, rottingDays, whoseLabel } from './deal-facts.ts'

/** What a card shows of its deal. */
export function CardFace({ deal, stage }: { deal: Deal; stage?: Stage }) {
  const days = daysIn(deal.entered_stage_at)
  const overdue = isOverdue(deal, stage?.kind)
  const isOpen = stage?.kind === 'open'
  const rotting = rottingDays(deal, stage)
  return (
    <>
      <span className={classes.name}>{deal.name}</span>
      <span className={classes.whose}>{whoseLabel(deal)}</span>
      <span className={classes.facts}>
        <span className={classes.amount}>
          <Money amount={deal.amount} currency={deal.currency} />
        </span>
        {deal.expected_close_on && (
          <span
            className={classes.fact}
            data-overdue={overdue || undefined}
            title={overdue ? 'Overdue' : 'Expected close'}
          >
            <IconCalendarEvent size={13} aria-hidden />
            {overdue && <span className={classes.hidden}>overdue, </span>}
            {date(deal.expected_close_on)}
          </span>
        )}
        {isOpen && <NextActivity next={deal.next_activity} />}
        {rotting !== null && (
          <span className={classes.rotting} title={`Nothing happened for ${counted(rotting, 'day')}`}>
            rotting
          </span>
        )}
        <span className={classes.fact} title={`In this stage since ${exactTime(deal.entered_stage_at)}`}>
          <IconClockHour4 size={13} aria-hidden />
          {days} d
        </span>
        {deal.owner && (
          <span className={classes.owner} title={`Owner: ${deal.owner.name}`}>
            <Avatar label={deal.owner.name} seed={deal.owner.id ?? deal.owner.name} />
            <span className={classes.hidden}>{deal.owner.name}</span>
          </span>
        )}
      </span>
    </>
  )
}
