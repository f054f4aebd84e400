import { VisuallyHidden } from '@mantine/core'
import { number } from '../lib/format.ts'
import type { Bar } from './BarChart.tsx'

export type ChartTableProps = { bars: Bar[]; unit: string; badName: string; label: string }

/** A picture's numbers as a table, for those who do not see the picture: what no bar has is no column. */
export function ChartTable({ bars, unit, badName, label }: ChartTableProps) {
  const hasBad = bars.some(({ bad }) => bad !== undefined)
  const hasUsual = bars.some(({ usual }) => usual !== undefined)
  return (
    <VisuallyHidden>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">{unit}</th>
            {hasBad && <th scope="col">{badName}</th>}
            {hasUsual && <th scope="col">Usually</th>}
          </tr>
        </thead>
        <tbody>
          {bars.map((bar, place) => (
            <tr key={place}>
              <th scope="row">{bar.label}</th>
              <td>{number(bar.value)}</td>
              {hasBad && <td>{number(bar.bad ?? 0)}</td>}
              {hasUsual && (
                <td>{bar.usual === null || bar.usual === undefined ? 'not known' : number(bar.usual)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  )
}
