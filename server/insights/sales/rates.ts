import type { Sum } from '../../../model/sales.ts'

/** W / (W + L) (metrics, 6.1); null when nothing was closed. */
export function rateOf(won: number, lost: number): number | null {
  return won + lost === 0 ? null : won / (won + lost)
}

/**
 * Σ won / Σ (won + lost) (metrics, 6.1). Null also when deals were lost and none of them has an amount: a hundred per cent would say
 * that nothing was lost.
 */
export function rateByAmount(won: Sum, lost: Sum): number | null {
  const isUnknown = lost.count > 0 && lost.amount === 0
  return won.amount === null || lost.amount === null || isUnknown ? null : rateOf(won.amount, lost.amount)
}

/**
 * Sales velocity (metrics, 6.1): (open opportunities × win rate × average deal size) / average cycle in days, which is money
 * a day. Null when one of them is not known.
 */
export function velocityOf(of: {
  open: number
  winRate: number | null
  averageWon: number | null
  cycleDays: number | null
}): number | null {
  const { open, winRate, averageWon, cycleDays } = of
  if (winRate === null || averageWon === null || !cycleDays) return null
  return (open * winRate * averageWon) / cycleDays
}
