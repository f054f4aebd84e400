import type { SalesReport, Sum } from '../../../model/sales.ts'
import { csvLine } from '../../platform/csv-line.ts'

type Cell = string | number | null

/** A report as a CSV file: each line says which table it is of, which row, and its deals and amounts. */
export function reportCsv(report: SalesReport): string {
  const { currency } = report.pipeline
  const head = [
    'Table',
    'Row',
    'Deals',
    `Amount (${currency})`,
    `Weighted (${currency})`,
    'Share',
    'Days (mean)',
    'Days (median)',
  ]
  const rows = [
    ...totals(report),
    ...stages(report),
    ...conversion(report),
    ...reasons(report),
    ...owners(report),
    ...time(report),
  ]
  return [head, ...rows, ...activities(report)].map(csvLine).join('')
}

function totals(report: SalesReport): Cell[][] {
  const { cycle, open } = report
  return [
    [
      'Total',
      `Won ${report.from} to ${report.to}`,
      ...sum(report.won),
      null,
      report.win_rate,
      cycle.mean_days,
      cycle.median_days,
    ],
    ['Total', 'Lost', ...sum(report.lost)],
    ['Total', 'Made', ...sum(report.created), null, report.cohort_win_rate],
    ['Total', 'Average won', null, report.average_won],
    ['Total', 'Velocity a day', null, report.velocity],
    ['Total', 'Open', ...sum(open), open.weighted],
  ]
}

function stages(report: SalesReport): Cell[][] {
  return report.stages.map((stage) => ['Open by stage', stage.name, ...sum(stage), stage.weighted])
}

function conversion(report: SalesReport): Cell[][] {
  return report.conversion.map(({ name, reached, rate, mean_days, median_days }) => [
    'Conversion',
    name,
    reached,
    null,
    null,
    rate,
    mean_days,
    median_days,
  ])
}

function reasons(report: SalesReport): Cell[][] {
  return report.reasons.map(({ kind, reason, ...of }) => [
    kind === 'won' ? 'Won because' : 'Lost because',
    reason?.name ?? 'No reason given',
    ...sum(of),
  ])
}

function owners(report: SalesReport): Cell[][] {
  return report.owners.flatMap(({ name, won, lost, open, win_rate, mean_days }) => [
    ['Won by owner', name, ...sum(won), null, win_rate, mean_days],
    ['Lost by owner', name, ...sum(lost)],
    ['Open by owner', name, ...sum(open)],
  ])
}

function time(report: SalesReport): Cell[][] {
  return report.over_time.points.flatMap(({ from, to, won, lost }) => [
    ['Won over time', `${from} to ${to}`, ...sum(won)],
    ['Lost over time', `${from} to ${to}`, ...sum(lost)],
  ])
}

function activities(report: SalesReport): Cell[][] {
  return report.activities.flatMap(({ user, kinds }) =>
    Object.entries(kinds).map(([kind, count]) => ['Activities', `${user.name}: ${kind}`, count]),
  )
}

function sum({ count, amount }: Sum): [number, number | null] {
  return [count, amount]
}
