/** A bar between two values on a scale: shares of its width. */
export type Span = { start: number; width: number }

export type WaterfallStep = { value: number; isTotal: boolean }

/**
 * Where the bars of a waterfall stand: totals from zero, all others from where the one before ended. Shares from 0 to 1 of
 * the whole scale.
 */
export function waterfall(steps: WaterfallStep[]): Span[] {
  const ends: { from: number; to: number }[] = []
  for (const { value, isTotal } of steps) {
    const from = isTotal ? 0 : (ends.at(-1)?.to ?? 0)
    ends.push({ from, to: from + value })
  }
  const lowest = Math.min(0, ...ends.map(({ from, to }) => Math.min(from, to)))
  const scale = Math.max(0, ...ends.map(({ from, to }) => Math.max(from, to))) - lowest
  return ends.map(({ from, to }) => ({
    start: scale === 0 ? 0 : (Math.min(from, to) - lowest) / scale,
    width: scale === 0 ? 0 : Math.abs(to - from) / scale,
  }))
}
