import type { RawColumn } from '../engine/table.ts'
import { readDate } from '../values/dates.ts'

const MAX_LOOKED_AT = 5_000

/** What the values of a column look like; shares are of its distinct values. */
export type ColumnProfile = {
  name: string
  /** Share of records that have a value. */
  fill: number
  /** Distinct values, and their share of the records that have one. */
  distinct: number
  uniqueness: number
  length: number
  words: number
  shares: Record<keyof typeof looks, number>
  min: number
  max: number
}

const looks = {
  email: (value: string) => /^[^@\s]+@[^@\s]+$/.test(value),
  date: (value: string) => value.length >= 6 && readDate(value, 'day first') !== '',
  separatedDate: (value: string) =>
    /[-/.]/.test(value) && value.length >= 6 && readDate(value, 'day first') !== '',
  number: (value: string) => /^[^\d-]{0,4}-?\d[\d.,]*\s*[^\d\s]{0,4}$/.test(value),
  integer: (value: string) => /^\d+$/.test(value),
  phone: (value: string) => /^\+?[\d\s().\-/]{7,20}$/.test(value) && value.replaceAll(/\D/g, '').length >= 7,
  formattedPhone: (value: string) =>
    /^(\+|\(?0\d)[\d\s().\-/]{6,18}$|^\(?\d{3}\)?[\s.\-/]\d{3}[\s.-]?\d{4}$/.test(value),
  letters: (value: string) => /^[\p{L}\s.'’,-]+$/u.test(value),
  code: (value: string) => /^(?=.*\d)[A-Za-z\d\-_./]+$/.test(value),
  list: (value: string) => /\w\s*[;|]\s*\w|^\[.*\]$/.test(value),
  hash: (value: string) => /^[\da-f]{8}-[\da-f]{4}-|^[\da-f]{24,}$/i.test(value),
  url: (value: string) => /^(https?:\/\/|www\.)\S+$/i.test(value),
} satisfies Record<string, (value: string) => boolean>

/** Looks at no more than some thousand of the values, evenly spread. */
export function profileColumn({ name, values, ids }: RawColumn): ColumnProfile {
  let present = 0
  for (const id of ids) if (id >= 0) present += 1
  const step = Math.max(1, Math.floor(values.length / MAX_LOOKED_AT))
  const looked = values.filter((_, index) => index % step === 0).map((value) => value.trim())
  const shareOf = (test: (value: string) => boolean) =>
    looked.filter(test).length / Math.max(1, looked.length)
  const numbers = looked.map(Number).filter((value) => Number.isFinite(value))
  const meanOf = (measure: (value: string) => number) =>
    looked.reduce((sum, value) => sum + measure(value), 0) / Math.max(1, looked.length)
  return {
    name,
    fill: ids.length === 0 ? 0 : present / ids.length,
    distinct: values.length,
    uniqueness: present === 0 ? 0 : values.length / present,
    length: meanOf((value) => value.length),
    words: meanOf((value) => value.split(/\s+/).length),
    shares: mapLooks(shareOf),
    min: numbers.reduce((least, value) => Math.min(least, value), Infinity),
    max: numbers.reduce((most, value) => Math.max(most, value), -Infinity),
  }
}

function mapLooks(shareOf: (test: (value: string) => boolean) => number): ColumnProfile['shares'] {
  const entries = Object.entries(looks).map(([look, test]) => [look, shareOf(test)])
  return Object.fromEntries(entries) as ColumnProfile['shares']
}
