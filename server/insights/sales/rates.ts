/** W / (W + L) (metrics, 6.1); null when nothing was closed. */
export function rateOf(won: number, lost: number): number | null {
  return won + lost === 0 ? null : won / (won + lost)
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
