import { Bar } from '../OpenPipeline.tsx'
import insights from '../insights.module.css'
import classes from './dashboards.module.css'
import { Behind } from './Behind.tsx'
import type { FigureProps } from './CardFigure.tsx'
import { exactText, valueText } from './figure-values.ts'

/** Stages one below the other, each with a bar as long as its share of the largest. */
export function FunnelFigure({ figures, title, onOpenDeals }: FigureProps<'funnel'>) {
  const most = Math.max(...figures.steps.map(({ value }) => value ?? 0), 1)
  return (
    <div className={insights.room}>
      <table className={`${insights.table} ${classes.table}`} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" aria-hidden className={classes.barCell} />
            <th scope="col">{figures.unit === 'money' ? 'Amount' : 'Deals'}</th>
            <th scope="col">{figures.notes_are}</th>
          </tr>
        </thead>
        <tbody>
          {figures.steps.map(({ name, value, note, behind }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td aria-hidden className={classes.barCell}>
                <Bar share={(value ?? 0) / most} />
              </td>
              <td title={exactText(value, figures)}>
                <Behind behind={value ? behind : null} label={name} onOpenDeals={onOpenDeals}>
                  {valueText(value, figures)}
                </Behind>
              </td>
              <td>{note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
