import type { ReactNode } from 'react'
import type { SalesReport } from '../../../model/sales.ts'
import { counted, number } from '../../lib/format.ts'
import { Money } from '../../ui/Money.tsx'
import type { Behind } from './DealsBehind.tsx'
import classes from './insights.module.css'
import { daysText, percent } from './numbers.ts'

/** The numbers of a period at a glance. */
export function Figures({ report, onOpen }: { report: SalesReport; onOpen: (behind: Behind) => void }) {
  const { won, lost, open, created, created_won, cycle, pipeline } = report
  const { currency } = pipeline
  return (
    <ul className={classes.figures} aria-label="The period at a glance">
      <Figure
        name="Won"
        value={
          won.amount === null ? number(won.count) : <Money amount={won.amount} currency={currency} short />
        }
        note={won.amount === null ? '' : counted(won.count, 'deal')}
        onOpen={() => onOpen({ figure: 'won' })}
      />
      <Figure
        name="Win rate"
        value={percent(report.win_rate)}
        note={
          report.win_rate_amount === null
            ? `${number(won.count)} of ${number(won.count + lost.count)}`
            : `${percent(report.win_rate_amount)} by amount`
        }
        onOpen={() => onOpen({ figure: 'closed' })}
      />
      <Figure
        name="Average won"
        value={
          <Money
            amount={report.average_won === null ? null : Math.round(report.average_won)}
            currency={currency}
            short
          />
        }
        note="a deal"
        onOpen={() => onOpen({ figure: 'won' })}
      />
      <Figure
        name="Median cycle"
        value={daysText(cycle.median_days)}
        note={cycle.mean_days === null ? '' : `mean ${daysText(cycle.mean_days)}`}
        onOpen={() => onOpen({ figure: 'won' })}
      />
      <Figure
        name="Velocity"
        value={
          <Money
            amount={report.velocity === null ? null : Math.round(report.velocity)}
            currency={currency}
            short
          />
        }
        note="a day"
        onOpen={() => onOpen({ figure: 'open' })}
      />
      <Figure
        name="Open now"
        value={
          open.amount === null ? number(open.count) : <Money amount={open.amount} currency={currency} short />
        }
        note={
          open.weighted === null ? (
            ''
          ) : (
            <>
              <Money amount={Math.round(open.weighted)} currency={currency} short /> weighted
            </>
          )
        }
        onOpen={() => onOpen({ figure: 'open' })}
      />
      <Figure
        name="Made"
        value={number(created.count)}
        note={
          created.count === 0
            ? ''
            : `${percent(report.cohort_win_rate)} won so far (${number(created_won.count)})`
        }
        onOpen={() => onOpen({ figure: 'created' })}
      />
    </ul>
  )
}

export function Figure({
  name,
  value,
  note,
  onOpen,
}: {
  name: string
  value: ReactNode
  note: ReactNode
  onOpen: () => void
}) {
  return (
    <li>
      <button type="button" className={classes.figure} onClick={onOpen}>
        <span className={classes.figureName}>{name}</span>
        <span className={classes.figureValue}>{value}</span>
        <span className={classes.figureNote}>{note}</span>
      </button>
    </li>
  )
}
