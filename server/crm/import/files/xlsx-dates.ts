const DAY_MS = 24 * 60 * 60 * 1000
const EPOCH_1900 = Date.UTC(1899, 11, 30)
const EPOCH_1904 = Date.UTC(1904, 0, 1)

/** Whether a number format shows dates: the built-in ones, and those whose pattern has a day, month, year or hour. */
export function isDateFormat(id: number, pattern: string | undefined): boolean {
  if (pattern === undefined) return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)
  const bare = pattern.replaceAll(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
  return /[dmyhs]/i.test(bare) && !/general/i.test(bare)
}

/** A day number of a spreadsheet as text: `2024-12-05`, with the time when it has one: `2024-12-05 14:30:00`. */
export function serialToText(serial: number, is1904: boolean): string {
  if (!Number.isFinite(serial)) return ''
  const at = new Date((is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round((serial * DAY_MS) / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return String(serial)
  const text = at.toISOString().slice(0, 19).replace('T', ' ')
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text
}
