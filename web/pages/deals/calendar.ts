const DAY_MS = 86_400_000

/** The month so many after this one. */
export function nextMonth(month: string, by: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The days of a month in whole weeks from Monday to Sunday, so with some of the months around it. */
export function monthWeeks(month: string): string[][] {
  const first = Date.parse(`${month}-01`)
  const sinceMonday = (new Date(first).getUTCDay() + 6) % 7
  const end = Date.parse(`${nextMonth(month, 1)}-01`)
  const weeks: string[][] = []
  for (let monday = first - sinceMonday * DAY_MS; monday < end; monday += 7 * DAY_MS)
    weeks.push(
      Array.from({ length: 7 }, (_, day) => new Date(monday + day * DAY_MS).toISOString().slice(0, 10)),
    )
  return weeks
}
