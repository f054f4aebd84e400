import { number } from '../../../lib/format.ts'
import { BarChart } from '../../../ui/BarChart.tsx'
import { periodName } from '../period.ts'
import { Behind } from './Behind.tsx'
import type { FigureProps } from './CardFigure.tsx'
import { ChangeNote } from './NumberFigure.tsx'
import classes from './dashboards.module.css'
import { valueText } from './figure-values.ts'

/** A number over time as bars, with its sum above. Arrow keys read the bars. */
export function SeriesFigure({ figures, title, onOpenDeals }: FigureProps<'series'>) {
  const { points, total, before, unit, currency, counts, behind } = figures
  const isMoney = unit === 'money' && currency !== null
  const bars = points.map(({ from, to, value }) => ({
    label: from === to ? dayName(from) : periodName({ from, to }),
    tick: tickOf(from, to),
    value,
  }))
  return (
    <BarChart
      bars={bars}
      unit={isMoney ? `${currency} ${counts}` : counts}
      height="9rem"
      label={`${title}, over time`}
      summary={
        <span className={classes.summary}>
          <b>
            <Behind behind={total ? behind : null} label={title} onOpenDeals={onOpenDeals}>
              {isMoney ? valueText(total, figures) : number(total ?? 0)}
            </Behind>
          </b>{' '}
          {counts} <ChangeNote value={total} before={before} figures={figures} />
        </span>
      }
    />
  )
}

function dayName(day: string): string {
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', dateStyle: 'medium' }).format(new Date(day))
}

/** Months by their names, days and weeks by their first day. */
function tickOf(from: string, to: string): string {
  const isMonth = from.endsWith('-01') && Date.parse(to) - Date.parse(from) > 26 * 86_400_000
  return new Intl.DateTimeFormat(undefined, {
    timeZone: 'UTC',
    month: 'short',
    ...(!isMonth && { day: 'numeric' }),
  }).format(new Date(from))
}
