/** What reads as a number, whether it was sent as one or as a text. The same in RE2 and in JavaScript. */
export const NUMBER = '^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$'

/** What reads as a time: an ISO 8601 date, with a time of day or without, in any case; without a zone it is in UTC. */
export const ISO_TIME =
  '^([1-9][0-9]{3})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])' +
  '([Tt ]([01][0-9]|2[0-3]):([0-5][0-9])(:([0-5][0-9])([.]([0-9]{1,9}))?)?([Zz]|([+-])(0[0-9]|1[0-4]):?([0-5][0-9]))?)?$'

/** The largest number that is added up, up or down from 0. */
export const LARGEST_SUMMAND = 1e12

const numberPattern = new RegExp(NUMBER)
const isoPattern = new RegExp(ISO_TIME)

/** A value as the text that the warehouse makes of it. */
export function valueText(value: string | number | boolean): string {
  return typeof value === 'number' ? String(value).replace('e+', 'e') : String(value)
}

/** The number that a text reads as; null when it reads as none. */
export function readNumber(text: string): number | null {
  return numberPattern.test(text) ? Number(text) : null
}

/** The time in milliseconds since 1970 that a text reads as; null when it reads as none. */
export function readTime(text: string): number | null {
  const [
    ,
    year,
    month,
    day,
    ,
    hour = '0',
    minute = '0',
    ,
    second = '0',
    ,
    fraction = '',
    ,
    sign,
    zoneHour,
    zoneMinute,
  ] = isoPattern.exec(text) ?? []
  if (year === undefined) return null
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day))
  if (new Date(date).getUTCDate() !== Number(day)) return null
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const offset = sign ? (sign === '-' ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute)) : 0
  return date + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1000 + milliseconds
}

/** A number in millionths, rounded, as a whole number. For numbers up to `LARGEST_SUMMAND`. */
export function toMillionths(number: number): bigint {
  return BigInt(Math.floor(number * 1e6 + 0.5))
}
