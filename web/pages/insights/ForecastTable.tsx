import { forecastTotals, type Forecast, type ForecastLine } from '../../../model/sales.ts'
import { number } from '../../lib/format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Money } from '../../ui/Money.tsx'
import { Section } from '../../ui/Section.tsx'
import type { Behind } from './DealsBehind.tsx'
import classes from './insights.module.css'
import { NumberButton } from './NumberButton.tsx'
import { percent } from './numbers.ts'

const columns = [
  { part: 'closed', name: 'Closed', behind: { figure: 'won', category: 'closed' } },
  { part: 'commit', name: 'Commit', behind: { figure: 'due', category: 'commit' } },
  { part: 'best_case', name: 'Best case', behind: { figure: 'due', category: 'best_case' } },
  { part: 'pipeline', name: 'Pipeline', behind: { figure: 'due', category: 'pipeline' } },
] as const

type Line = ForecastLine & { id: string; name: string; of: Pick<Behind, 'owner' | 'team'> }

/** The forecast of each team and owner, each category in a column of its own. */
export function ForecastTable({
  forecast,
  onOpen,
}: {
  forecast: Forecast
  onOpen: (behind: Behind) => void
}) {
  const { total, teams, owners, pipeline } = forecast
  const lines: Line[] = [
    ...teams.map((team) => ({ ...team, of: { team: team.id } })),
    ...owners.map((owner) => ({
      ...owner,
      id: owner.key,
      name: owner.name ?? 'Nobody',
      of: { owner: owner.key },
    })),
  ]
  const isEmpty = owners.length === 0 && columns.every(({ part }) => total[part].count === 0)
  if (isEmpty) {
    return (
      <EmptyState title="Nothing closes in this period">
        A deal is forecast in the period of its expected close, in the category of its stage. Set both on
        deals and pipelines, and quotas here.
      </EmptyState>
    )
  }
  return (
    <Section title="By team and owner">
      <div className={classes.room}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Who</th>
              {columns.map(({ part, name }) => (
                <th key={part} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">Weighted forecast</th>
              <th scope="col">Quota</th>
              <th scope="col">Attained</th>
              <th scope="col">Coverage</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.id}>
                <th scope="row">{line.name}</th>
                <Cells line={line} currency={pipeline.currency} onOpen={onOpen} />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <Cells
                line={{ ...total, id: 'all', name: 'all', of: {} }}
                currency={pipeline.currency}
                onOpen={onOpen}
              />
            </tr>
          </tfoot>
        </table>
      </div>
    </Section>
  )
}

type CellsProps = { line: Line; currency: string; onOpen: (behind: Behind) => void }

function Cells({ line, currency, onOpen }: CellsProps) {
  const totals = forecastTotals(line)
  const { attainment = null, coverage = null } = totals ?? {}
  return (
    <>
      {columns.map(({ part, name, behind }) => {
        const { count, amount } = line[part]
        return (
          <td key={part}>
            <NumberButton
              count={count}
              label={`${number(count)} in ${name} of ${line.name}`}
              onOpen={() => onOpen({ ...behind, ...line.of })}
            >
              {amount === null ? number(count) : <Money amount={amount} currency={currency} short />}
            </NumberButton>
          </td>
        )
      })}
      <td>
        <Money amount={totals && Math.round(totals.forecast)} currency={currency} short />
      </td>
      <td>
        <Money amount={line.quota} currency={currency} short />
      </td>
      <td>{percent(attainment)}</td>
      <td>{coverage === null ? '–' : `${number(coverage, 1)}×`}</td>
    </>
  )
}
