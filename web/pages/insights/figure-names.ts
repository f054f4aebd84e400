import type { ForecastCategory } from '../../../model/deal.ts'
import type { SalesFigure } from '../../../model/sales-figures.ts'

/** What the deals behind each number are. */
export const figureNames: Record<SalesFigure, string> = {
  open: 'Open now',
  won: 'Won',
  lost: 'Lost',
  closed: 'Won or lost',
  created: 'Made in the period',
  created_won: 'Made in the period and won',
  reached: 'Made in the period, and came as far as',
  due: 'Open, and expected to close in the period',
  undated: 'Open, with no day to close',
  overdue: 'Open, and should have closed already',
  slipped: 'Put off to after the period',
  pushed_often: 'Put off three times or more',
}

export const categoryNames: Record<ForecastCategory, string> = {
  pipeline: 'Pipeline',
  best_case: 'Best case',
  commit: 'Commit',
  closed: 'Closed',
  omitted: 'Omitted',
}
