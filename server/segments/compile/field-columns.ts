import { ISO_TIME, LARGEST_SUMMAND, NUMBER } from './comparable.ts'

/** The JSON columns in which the named values lie. */
export type JsonColumn = 'properties' | 'traits' | 'fields' | 'object'

/** A named value as the columns that comparisons use; asking for one makes the scan work it out. */
export type Field = {
  /** The texts, numbers and truth values that are stored, as texts in lower case: one, or those in a list. */
  texts(): string
  /** Those of them that read as numbers. */
  numbers(): string
  /** Those of them that read as times, in ms since 1970. */
  times(): string
  /** Those that read as numbers in millionths, as whole numbers, which can be added up exactly. */
  millionths(): string
  /** Whether there is anything at all. */
  present(): string
  /** The texts, numbers and truth values as they are written, as texts. */
  written(): string
  /** The value as JSON: a text, a number, a truth value, or a list of those as texts; empty when it is none. */
  json(): string
}

export type FieldColumns = {
  /** Null when a part of the name is empty, which no stored name is. */
  field(name: string): Field | null
  /** `… as f0` and so on: what a scan has to select besides its own columns. */
  definitions: readonly string[]
}

/**
 * Each value is read and converted once in a scan, however many comparisons look at it: ClickHouse takes milliseconds
 * to analyse such an expression, and hundreds of comparisons would take longer to plan than to answer.
 */
export function createFieldColumns(column: JsonColumn): FieldColumns {
  const definitions: string[] = []
  const names = new Map<string, string>()
  const named = (sql: string): string => {
    const known = names.get(sql)
    if (known !== undefined) return known
    const name = `f${definitions.length}`
    definitions.push(`${sql} as ${name}`)
    names.set(sql, name)
    return name
  }
  return {
    definitions,
    field(name) {
      const path = pathOf(name)
      if (path === null) return null
      const value = `${column}.${path}`
      const texts = () => named(textsIn(value))
      return {
        texts,
        numbers: () => named(numbersIn(texts())),
        times: () => named(timesIn(texts())),
        millionths: () => named(millionthsIn(named(numbersIn(texts())))),
        written: () => named(textsIn(value, '')),
        json: () => named(jsonIn(value, named(textsIn(value, '')))),
        present: () => named(`(dynamicType(${value}) != 'None' or toString(${column}.^${path}) != '{}')`),
      }
    },
  }
}

/** The texts, numbers and truth values at a path as they are written; null when a part of the name is empty. */
export function writtenIn(column: JsonColumn, name: string): string | null {
  const path = pathOf(name)
  return path === null ? null : textsIn(`${column}.${path}`, '')
}

/** Dots reach into objects; a dot in a name itself is written %2E. Only this path is read, never the whole column. */
function pathOf(field: string): string | null {
  const parts = field.split('.')
  return parts.includes('') ? null : parts.map(quoteName).join('.')
}

function quoteName(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``
}

/** A list goes through JSON, because it has one of many types, by what is in it; of its elements the scalars count. */
function textsIn(value: string, fold = 'lowerUTF8'): string {
  const scalars = `arrayFilter(json -> match(json, '^[^[{n]'), JSONExtractArrayRaw(ifNull(toJSONString(${value}), '')))`
  const elements = `arrayMap(json -> ${fold}(if(startsWith(json, '"'), JSONExtractString(json), json)), ${scalars})`
  return (
    `multiIf(dynamicType(${value}) = 'None', [], startsWith(dynamicType(${value}), 'Array('), ${elements}, ` +
    `[${fold}(toString(${value}))])`
  )
}

function jsonIn(value: string, written: string): string {
  return (
    `multiIf(empty(${written}), '', startsWith(dynamicType(${value}), 'Array('), toJSONString(${written}), ` +
    `dynamicType(${value}) = 'String', toJSONString(${written}[1]), ${written}[1])`
  )
}

function numbersIn(texts: string): string {
  return `arrayMap(text -> toFloat64OrZero(text), arrayFilter(text -> match(text, '${NUMBER}'), ${texts}))`
}

/** Beyond the largest there is nothing that anybody counts, and the sums would no longer fit. */
function millionthsIn(numbers: string): string {
  const countable = `arrayFilter(number -> abs(number) <= ${LARGEST_SUMMAND}, ${numbers})`
  return `arrayMap(number -> toInt128(floor(number * 1e6 + 0.5)), ${countable})`
}

function timesIn(texts: string): string {
  const times = `arrayMap(text -> parseDateTime64BestEffortOrNull(upper(text), 3, 'UTC'), arrayFilter(text -> match(text, '${ISO_TIME}'), ${texts}))`
  return `arrayMap(time -> toUnixTimestamp64Milli(assumeNotNull(time)), arrayFilter(time -> isNotNull(time), ${times}))`
}
