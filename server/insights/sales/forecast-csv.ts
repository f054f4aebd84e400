import { forecastTotals, type Forecast, type ForecastLine } from '../../../model/sales.ts'
import { csvLine } from '../../platform/csv-line.ts'

/** A forecast as a CSV file: everybody, then teams, then owners. */
export function forecastCsv({ pipeline, from, to, total, teams, owners }: Forecast): string {
  const head = [
    `${pipeline.name}, ${from} to ${to} (${pipeline.currency})`,
    'Closed',
    'Commit',
    'Best case',
    'Pipeline',
    'Weighted',
    'Forecast',
    'Quota',
    'Attainment',
    'Coverage',
  ]
  const rows = [
    cellsOf('Everybody', total),
    ...teams.map((team) => cellsOf(team.name, team)),
    ...owners.map((owner) => cellsOf(owner.name ?? 'Nobody', owner)),
  ]
  return [head, ...rows].map(csvLine).join('')
}

function cellsOf(name: string, line: ForecastLine): (string | number | null)[] {
  const totals = forecastTotals(line)
  return [
    name,
    line.closed.amount,
    line.commit.amount,
    line.best_case.amount,
    line.pipeline.amount,
    line.weighted,
    totals?.forecast ?? null,
    line.quota,
    totals?.attainment ?? null,
    totals?.coverage ?? null,
  ]
}
