import { Text } from '@mantine/core'
import { Bar } from '../OpenPipeline.tsx'
import insights from '../insights.module.css'
import { Behind } from './Behind.tsx'
import type { FigureProps } from './CardFigure.tsx'
import classes from './dashboards.module.css'
import { exactText, valueText } from './figure-values.ts'

/** A ranking or a small table; the first number of a row opens what is behind it. */
export function TableFigure({ figures, title, onOpenDeals }: FigureProps<'table'>) {
  const { columns, rows, rows_are: rowsAre, currency, bar } = figures
  if (rows.length === 0)
    return (
      <Text size="sm" c="dimmed">
        Nothing in this period.
      </Text>
    )
  const most = Math.max(...rows.map(({ values }) => (bar === null ? 0 : (values[bar] ?? 0))), 0)
  return (
    <div className={insights.room} tabIndex={0} role="group" aria-label={title}>
      <table className={`${insights.table} ${classes.table}`} data-many={columns.length > 2 || undefined}>
        <thead>
          <tr>
            <th scope="col">{rowsAre}</th>
            {bar !== null && <th scope="col" aria-hidden className={classes.barCell} />}
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, values, behind }) => (
            <tr key={name}>
              <th scope="row" title={name}>
                {name}
              </th>
              {bar !== null && (
                <td aria-hidden className={classes.barCell}>
                  <Bar share={most === 0 ? 0 : (values[bar] ?? 0) / most} />
                </td>
              )}
              {columns.map((column, place) => {
                const value = values[place] ?? null
                const shown = { unit: column.unit, currency }
                return (
                  <td key={column.name} title={exactText(value, shown)}>
                    <Behind
                      behind={place === 0 && value ? behind : null}
                      label={`${column.name} of ${name}`}
                      onOpenDeals={onOpenDeals}
                    >
                      {valueText(value, shown)}
                    </Behind>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
