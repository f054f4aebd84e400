import type { LevelTest } from '../../../../model/linkage.ts'
import { nicknameGroups } from '../values/nicknames.ts'
import { soundOf } from '../values/sound.ts'
import { levenshtein, withinDamerau } from './edit-distance.ts'
import { jaroWinkler } from './jaro-winkler.ts'
import { derive, derivePart, type Pool } from './pool.ts'
import { sharedItems, sharedWords } from './words.ts'

/** Whether two values, by their numbers in the pool, agree in some way. */
export type ValueTest = (a: number, b: number) => boolean

type Compile = (pool: Pool, at: number) => ValueTest

const DAY_MS = 86_400_000
const DAYS_A_YEAR = 365.25
const MIN_CONTAINED = 3

/** The tests of one field. Those of several fields, swapped and kilometres_apart, are compiled with the comparison. */
export const valueTests: Record<Exclude<LevelTest, 'swapped' | 'kilometres_apart'>, Compile> = {
  exact: () => (a, b) => a === b,
  jaro_winkler: (pool, at) => similarityTest(pool, 'jaro_winkler', at),
  levenshtein: (pool, at) => (a, b) => levenshtein(pool, a, b) <= at,
  damerau_levenshtein: (pool, at) => (a, b) => withinDamerau(pool, [a, b], at),
  nickname: areNicknames,
  initial: isInitial,
  sound: (pool) => samePart(pool, 'sound', soundOf),
  contained: isContained,
  months_apart: (pool, at) => daysApart(pool, (at * DAYS_A_YEAR) / 12),
  years_apart: (pool, at) => daysApart(pool, at * DAYS_A_YEAR),
  date_parts: sharesDateParts,
  username: (pool) => samePart(pool, 'username', usernameOf),
  username_jaro_winkler: (pool, at) => {
    const part = derivePart(pool, 'username', usernameOf)
    return (a, b) => {
      const x = part.ids[a]!
      const y = part.ids[b]!
      return x >= 0 && y >= 0 && jaroWinkler(part.pool, x, y) >= at
    }
  },
  start: (pool, at) => samePart(pool, `start ${at}`, (value) => value.slice(0, at)),
  shared_words: (pool, at) => similarityTest(pool, 'shared_words', at),
  shared_items: (pool, at) => (a, b) => sharedItems(pool, a, b) >= at,
  apart: (pool, at) => {
    const numbers = numbersOf(pool)
    return (a, b) => Math.abs(numbers[a]! - numbers[b]!) <= at
  },
  share_apart: (pool, at) => {
    const numbers = numbersOf(pool)
    return (a, b) =>
      Math.abs(numbers[a]! - numbers[b]!) <= at * Math.max(Math.abs(numbers[a]!), Math.abs(numbers[b]!))
  },
}

const measures = { jaro_winkler: jaroWinkler, shared_words: sharedWords }

/** Levels ask for the same pair one after the other: the similarity of the last pair is kept. */
function similarityTest(pool: Pool, name: keyof typeof measures, at: number): ValueTest {
  const measure = measures[name]
  const last = derive(pool, `last ${name}`, () => ({ a: -1, b: -1, similarity: 0 }))
  return (a, b) => {
    if (last.a !== a || last.b !== b) {
      last.similarity = measure(pool, a, b)
      last.a = a
      last.b = b
    }
    return last.similarity >= at
  }
}

function samePart(pool: Pool, name: string, partOf: (value: string) => string): ValueTest {
  const { ids } = derivePart(pool, name, partOf)
  return (a, b) => ids[a] === ids[b] && ids[a]! >= 0
}

export function usernameOf(value: string): string {
  return value.split('@', 1)[0] ?? ''
}

function areNicknames(pool: Pool): ValueTest {
  const groups = derive(pool, 'nicknames', (values) => values.map((value) => nicknameGroups(value)))
  return (a, b) => {
    const other = groups[b]
    return groups[a]?.some((group) => other?.includes(group)) ?? false
  }
}

function isInitial({ values }: Pool): ValueTest {
  return (a, b) => {
    const x = values[a]!
    const y = values[b]!
    return (x.length === 1 || y.length === 1) && x.charCodeAt(0) === y.charCodeAt(0)
  }
}

function isContained({ values }: Pool): ValueTest {
  return (a, b) => {
    const x = values[a]!
    const y = values[b]!
    return x.length < y.length
      ? x.length >= MIN_CONTAINED && y.includes(x)
      : y.length >= MIN_CONTAINED && x.includes(y)
  }
}

/** Dates are eight digits, year first; NaN for one that is not in the calendar. */
function daysOf(pool: Pool): Float64Array {
  return derive(pool, 'days', (values) =>
    Float64Array.from(values, (value) => {
      const digits = value.replaceAll('-', '')
      return Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`) / DAY_MS
    }),
  )
}

function daysApart(pool: Pool, most: number): ValueTest {
  const days = daysOf(pool)
  return (a, b) => Math.abs(days[a]! - days[b]!) <= most
}

/** Two of year, month and day agree, or day and month are exchanged. */
function sharesDateParts({ values }: Pool): ValueTest {
  return (a, b) => {
    const x = values[a]!
    const y = values[b]!
    if (x.length !== 8 || y.length !== 8) return false
    const year = x.slice(0, 4) === y.slice(0, 4)
    const month = x.slice(4, 6) === y.slice(4, 6)
    const day = x.slice(6) === y.slice(6)
    if (Number(year) + Number(month) + Number(day) >= 2) return true
    return year && x.slice(4, 6) === y.slice(6) && x.slice(6) === y.slice(4, 6)
  }
}

export function numbersOf(pool: Pool): Float64Array {
  return derive(pool, 'numbers', (values) => Float64Array.from(values, Number))
}
