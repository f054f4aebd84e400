/** The numbers that can be opened to see the deals behind them. */
export const salesFigures = [
  'open',
  'won',
  'lost',
  'closed',
  'created',
  'created_won',
  'reached',
  'due',
  'undated',
  'overdue',
  'slipped',
  'pushed_often',
] as const
export type SalesFigure = (typeof salesFigures)[number]
