import type { DateOrder } from '../../../../model/import.ts'

const EARLIEST_YEAR = 1900
const LATEST_YEAR = 2200
/** Two digits up to this one are of this century. */
const CENTURY_TURN = 69
const DAY_MS = 24 * 60 * 60 * 1000
const EPOCH_1900 = Date.UTC(1899, 11, 30)

/** The months in English, German, French, Spanish, Italian, Portuguese and Dutch, by their first letters. */
const months =
  'jan,gen,ene|feb,fev,fév|mar,mär,mrz,maa|apr,avr,abr|may,mai,mag,mei|jun,juin,giu|jul,juil,lug|aug,aoû,aou,ago|sep,set|oct,okt,ott,out|nov|dec,dez,déc,dic'
    .split('|')
    .map((names) => names.split(','))

/** A moment in UTC from a date as people write it, in this order of day, month and year; null when it is none. */
export function parseDate(text: string, order: DateOrder): Date | null {
  const value = text.trim()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](.*))?$/.exec(value)
  if (iso) return build([iso[1], iso[2], iso[3]], iso[4])
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(value)
  if (compact) return build([compact[1], compact[2], compact[3]], undefined)
  const numeric = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})(?:,?[T ]+(.*))?$/.exec(value)
  if (numeric) {
    const [, first, second, year, time] = numeric
    return order === 'mdy' ? build([year, first, second], time) : build([year, second, first], time)
  }
  return parseWritten(value) ?? parseSerial(value)
}

/** The order that all of these dates fit: a first part above 12 is a day, a second one too. */
export function detectDateOrder(values: string[]): DateOrder {
  let [dayFirst, monthFirst, yearFirst] = [0, 0, 0]
  for (const value of values) {
    const [, first = '', second = ''] = /^(\d{1,4})[-/.](\d{1,2})[-/.]\d/.exec(value.trim()) ?? []
    if (first.length === 4) yearFirst += 1
    else if (Number(first) > 12) dayFirst += 1
    else if (Number(second) > 12) monthFirst += 1
  }
  if (monthFirst > dayFirst) return 'mdy'
  if (dayFirst > 0) return 'dmy'
  return yearFirst > 0 ? 'ymd' : values.some((value) => value.includes('/')) ? 'mdy' : 'dmy'
}

/** `2024-03-31` of a moment. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

function build(
  [year = '', month = '', day = '']: (string | undefined)[],
  time: string | undefined,
): Date | null {
  const [y, m, d] = [fullYear(year), Number(month), Number(day)]
  if (y < EARLIEST_YEAR || y > LATEST_YEAR || m < 1 || m > 12 || d < 1) return null
  const at = new Date(Date.UTC(y, m - 1, d))
  if (at.getUTCMonth() !== m - 1) return null
  const ms = time === undefined || time.trim() === '' ? 0 : timeOfDay(time.trim())
  return ms === null ? null : new Date(at.getTime() + ms)
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length !== 2) return year
  return year < CENTURY_TURN ? 2000 + year : 1900 + year
}

/** Milliseconds since midnight UTC; zones are taken into account, none means UTC. */
function timeOfDay(text: string): number | null {
  const match =
    /^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i.exec(text)
  if (!match) return null
  const [, hour = '', minute = '', second = '0', half = '', zone = ''] = match
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour)
  const [, sign = '+', zoneHours = '0', zoneMinutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  if (hours > 23 || Number(minute) > 59) return null
  return ((hours * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000
}

/** "12 Mar 2024", "Mar 12, 2024", "12. März 2024". */
function parseWritten(value: string): Date | null {
  const dayFirst =
    /^(\d{1,2})\.?(?:st|nd|rd|th)?[\s-]+(?:de\s+)?(\p{L}{3,})\.?[\s-]+(?:de\s+)?(\d{2,4})(?:,?\s+(.*))?$/u.exec(
      value,
    )
  const monthFirst = /^(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s+(.*))?$/u.exec(value)
  if (dayFirst) return build([dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]], dayFirst[4])
  return monthFirst ? build([monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]], monthFirst[4]) : null
}

function monthNumber(name = ''): string {
  const place = months.findIndex((names) => names.some((start) => name.toLowerCase().startsWith(start)))
  return String(place + 1)
}

/** Spreadsheets count days since 1900; five digits are a day between 1927 and 2173. */
function parseSerial(value: string): Date | null {
  return /^\d{5}(\.\d+)?$/.test(value) ? new Date(EPOCH_1900 + Math.round(Number(value) * DAY_MS)) : null
}
