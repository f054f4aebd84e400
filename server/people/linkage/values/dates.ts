/** Which part of 03/04/1990 is the day. */
export type DayOrder = 'day first' | 'month first'

type Parts = [year: number, month: number, day: number]

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const OTHER_MONTHS: Record<string, number> = {
  mai: 5,
  okt: 10,
  dez: 12,
  maer: 3,
  mrz: 3,
  ene: 1,
  abr: 4,
  ago: 8,
  dic: 12,
  fev: 2,
  avr: 4,
  aou: 8,
}
const TWO_DIGIT_PIVOT = 30

/** A date as eight digits, year first; empty when it is none in the calendar. A year alone stays a year. */
export function readDate(text: string, order: DayOrder): string {
  if (/^\d{4}$/.test(text)) return text
  const parts = partsOf(text.trim(), order)
  return parts && isInCalendar(parts) ? digitsOf(parts) : ''
}

function partsOf(text: string, order: DayOrder): Parts | null {
  const compact = /^(\d{4})(\d\d)(\d\d)(?:\.0)?$/.exec(text)
  if (compact) return numbersOf(compact)
  const yearFirst = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?$/.exec(text)
  if (yearFirst) return numbersOf(yearFirst)
  const yearLast = /^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d\d)(?:[T ].*)?$/.exec(text)
  if (yearLast) return fromYearLast(yearLast, order)
  return fromWords(text)
}

function numbersOf(match: RegExpExecArray): Parts {
  return [Number(match[1]), Number(match[2]), Number(match[3])]
}

function fromYearLast(match: RegExpExecArray, order: DayOrder): Parts {
  const [first, second, year] = numbersOf(match)
  const isMonthFirst = second > 12 || (order === 'month first' && first <= 12)
  return isMonthFirst ? [fullYear(year), first, second] : [fullYear(year), second, first]
}

function fromWords(text: string): Parts | null {
  const month = /[a-zäéû]{3,}/i
    .exec(text)?.[0]
    .toLowerCase()
    .replace('ä', 'ae')
    .replace('é', 'e')
    .replace('û', 'u')
  const numbers = [...text.matchAll(/\d+/g)].map(Number)
  if (month === undefined || numbers.length < 2) return null
  const short = month.slice(0, 3)
  const index = OTHER_MONTHS[month.slice(0, 4)] ?? OTHER_MONTHS[short] ?? MONTHS.indexOf(short) + 1
  const [first = 0, second = 0] = numbers
  return index > 0 ? (first > 31 ? [first, index, second] : [fullYear(second), index, first]) : null
}

function fullYear(year: number): number {
  if (year >= 100) return year
  return year < TWO_DIGIT_PIVOT ? 2_000 + year : 1_900 + year
}

function isInCalendar([year, month, day]: Parts): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day && year >= 1_000
}

function digitsOf([year, month, day]: Parts): string {
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`
}
