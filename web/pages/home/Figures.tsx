import { Skeleton } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Overview } from '../../../model/home.ts'
import { counted, number } from '../../lib/format.ts'
import { links } from '../../lib/links.ts'
import { useMay } from '../../lib/session.ts'
import { Money } from '../../ui/Money.tsx'
import classes from './home.module.css'

/** The counts, live; each leads to what it counts. */
export function Figures({ overview }: { overview: Overview }) {
  const may = useMay()
  const hasAmount = (overview.open_deals.amount ?? 0) > 0
  const { open_deals: deals, waiting_events: waiting } = overview
  return (
    <ul className={classes.figures} aria-label="Counts">
      {may('people:read') && (
        <Figure name="People" link={links.people()} value={number(overview.people)}>
          {overview.people_new_7d > 0 && (
            <span className={classes.gain}>↑ {number(overview.people_new_7d)} in 7 days</span>
          )}
        </Figure>
      )}
      {may('companies:read') && (
        <Figure name="Companies" link={links.companies()} value={number(overview.companies)} />
      )}
      {may('live:read') && (
        <Figure name="Events today" link={links.live()} value={number(overview.events_today)}>
          {waiting > 0 ? `${number(waiting)} being processed` : `${number(overview.events_total)} in all`}
        </Figure>
      )}
      {may('deals:read') && (
        <Figure
          name="Open deals"
          link={links.deals()}
          value={
            hasAmount ? <Money amount={deals.amount} currency={deals.currency} short /> : number(deals.count)
          }
        >
          {hasAmount ? counted(deals.count, 'deal') : deals.amount !== null && 'no amounts yet'}
        </Figure>
      )}
    </ul>
  )
}

function Figure({
  name,
  link,
  value,
  children,
}: {
  name: string
  link: LinkProps
  value: ReactNode
  children?: ReactNode
}) {
  return (
    <li>
      <Link {...link} className={classes.figure}>
        <span className={classes.figureName}>{name}</span>
        <span className={classes.figureValue}>{value}</span>
        <span className={classes.figureNote}>{children}</span>
      </Link>
    </li>
  )
}

export function FiguresSkeleton() {
  return (
    <div className={classes.figures} aria-busy>
      {['People', 'Companies', 'Events', 'Deals'].map((name) => (
        <div key={name} className={classes.figure}>
          <Skeleton height={12} width={70} mb={10} />
          <Skeleton height={24} width={90} mb={8} />
          <Skeleton height={10} width={80} />
        </div>
      ))}
    </div>
  )
}
