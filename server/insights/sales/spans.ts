const DAY_MS = 86_400_000

export type Step = 'day' | 'week' | 'month'
export type Span = { from: string; to: string }

/** A period in days, weeks or months. Weeks begin on Mondays; the first and the last end where the period does. */
export function spansOf({ from, to }: Span, step: Step): Span[] {
  const spans: Span[] = []
  for (let start = from; start <= to; start = textOf(Date.parse(spans.at(-1)?.to ?? to) + DAY_MS)) {
    const end = textOf(endOf(start, step))
    spans.push({ from: start, to: end > to ? to : end })
  }
  return spans
}

function endOf(start: string, step: Step): number {
  const day = new Date(start)
  if (step === 'day') return day.getTime()
  if (step === 'week') return day.getTime() + (6 - ((day.getUTCDay() + 6) % 7)) * DAY_MS
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)
}

function textOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
