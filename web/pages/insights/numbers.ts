import { number } from '../../lib/format.ts'

/** "63%", "63.2%"; a dash when it is not known. */
export function percent(share: number | null): string {
  return share === null ? '–' : `${number(share * 100, share < 0.1 && share > 0 ? 1 : 0)}%`
}

/** "12 days", "1.5 days"; a dash when it is not known. */
export function daysText(days: number | null): string {
  if (days === null) return '–'
  const rounded = number(days, days < 10 ? 1 : 0)
  return `${rounded} ${rounded === '1' ? 'day' : 'days'}`
}
