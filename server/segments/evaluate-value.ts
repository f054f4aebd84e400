import { isObject, type JsonObject } from '../../model/json.ts'
import type { SegmentComparison, SegmentOperator } from '../../model/segment-comparison.ts'
import type { PlaceCondition } from '../../model/segment-condition.ts'
import { readNumber, readTime, valueText } from './compile/comparable.ts'

type Scalar = string | number | boolean

const UNIT_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }
const EARTH_RADIUS_KM = 6371.0088

/** Whether a comparison of a value in this object holds at `now` (ms since 1970). */
export function compares(object: JsonObject, comparison: SegmentComparison, now: number): boolean {
  const { field, operator, value, unit = 'day' } = comparison
  const stored = valueAt(object, field)
  const values = value === undefined ? [] : [value].flat()
  const reach = Number(value) * UNIT_MS[unit]
  const anyTime = (test: (time: number) => boolean) =>
    scalarsIn(stored).some((one) => {
      const time = readTime(valueText(one))
      return time !== null && test(time)
    })
  switch (operator) {
    case 'within_last':
      return anyTime((time) => time >= now - reach && time <= now)
    case 'before_last':
      return anyTime((time) => time < now - reach)
    case 'within_next':
      return anyTime((time) => time >= now && time <= now + reach)
    case 'after_next':
      return anyTime((time) => time > now + reach)
    case 'anniversary':
      return anyTime((time) => daysUntil(time, now) <= Number(value))
    default:
      return plain[operator](stored, values)
  }
}

/** The texts of the scalars in a field, in lower case. */
export function textsOf(object: JsonObject, field: string): string[] {
  return scalarsIn(valueAt(object, field)).map(lower)
}

/** The scalars in a field; `isList` when they lie in a list. */
export function writtenIn(object: JsonObject, field: string): { scalars: Scalar[]; isList: boolean } {
  const stored = valueAt(object, field)
  return { scalars: scalarsIn(stored), isList: Array.isArray(stored) }
}

/** Those of them that read as numbers. */
export function numbersOf(object: JsonObject, field: string): number[] {
  return textsOf(object, field).flatMap((text) => readNumber(text) ?? [])
}

/** Whether the place that two traits give is as near as the condition says, on a sphere. */
export function isNear(traits: JsonObject, condition: PlaceCondition): boolean {
  const [lat] = numbersOf(traits, condition.latitude_field)
  const [lon] = numbersOf(traits, condition.longitude_field)
  if (lat === undefined || lon === undefined || Math.abs(lat) > 90 || Math.abs(lon) > 180) return false
  const [a, b] = [toVector(lat, lon), toVector(condition.latitude, condition.longitude)]
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
  return 2 * Math.asin(Math.min(1, chord / 2)) * EARTH_RADIUS_KM <= condition.kilometers
}

function toVector(latitude: number, longitude: number): [number, number, number] {
  const [lat, lon] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180]
  return [Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)]
}

/** In how many days the next anniversary of a time is; in years without a leap day that of one is a day later. */
function daysUntil(time: number, now: number): number {
  const born = new Date(time)
  const today = new Date(now)
  const year = today.getUTCFullYear()
  const midnight = Date.UTC(year, today.getUTCMonth(), today.getUTCDate())
  const next = [year, year + 1]
    .map((each) => Date.UTC(each, born.getUTCMonth(), born.getUTCDate()))
    .find((at) => at >= midnight)
  return next === undefined ? Infinity : (next - midnight) / UNIT_MS.day
}

type Plain = Exclude<
  SegmentOperator,
  'within_last' | 'before_last' | 'within_next' | 'after_next' | 'anniversary'
>

const plain: Record<Plain, (stored: unknown, values: Scalar[]) => boolean> = {
  is: (stored, values) => anyPair(stored, values, isEqual),
  is_not: (stored, values) => !anyPair(stored, values, isEqual),
  contains: (stored, values) => anyPair(stored, values, (a, b) => lower(a).includes(lower(b))),
  not_contains: (stored, values) => !anyPair(stored, values, (a, b) => lower(a).includes(lower(b))),
  starts_with: (stored, values) => anyPair(stored, values, (a, b) => lower(a).startsWith(lower(b))),
  ends_with: (stored, values) => anyPair(stored, values, (a, b) => lower(a).endsWith(lower(b))),
  greater: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x > y)),
  at_least: (stored, values) =>
    anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x >= y)),
  less: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x < y)),
  at_most: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readNumber, a, b, (x, y) => x <= y)),
  between: (stored, [low, high]) =>
    low !== undefined &&
    high !== undefined &&
    scalarsIn(stored).some(
      (one) =>
        areBoth(readNumber, one, low, (x, y) => x >= y) && areBoth(readNumber, one, high, (x, y) => x <= y),
    ),
  before: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readTime, a, b, (x, y) => x < y)),
  after: (stored, values) => anyPair(stored, values, (a, b) => areBoth(readTime, a, b, (x, y) => x > y)),
  set: (stored) => isPresent(stored),
  not_set: (stored) => !isPresent(stored),
}

function valueAt(object: JsonObject, field: string): unknown {
  let value: unknown = object
  for (const part of field.split('.')) {
    const name = part.replaceAll('%2E', '.')
    if (part === '' || !isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

/** An object without values in it is no value, as the warehouse does not keep it. */
function isPresent(stored: unknown): boolean {
  if (isObject(stored)) return Object.values(stored).some(isPresent)
  return stored !== undefined && stored !== null
}

function anyPair(
  stored: unknown,
  values: Scalar[],
  test: (stored: Scalar, value: Scalar) => boolean,
): boolean {
  return scalarsIn(stored).some((one) => values.some((value) => test(one, value)))
}

function scalarsIn(stored: unknown): Scalar[] {
  return [stored].flat().filter(isScalar)
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function isEqual(stored: Scalar, value: Scalar): boolean {
  if (typeof value === 'number') return readNumber(valueText(stored)) === value
  return lower(stored) === lower(value)
}

function areBoth(
  read: (text: string) => number | null,
  stored: Scalar,
  value: Scalar,
  test: (stored: number, value: number) => boolean,
): boolean {
  const [a, b] = [read(valueText(stored)), read(valueText(value))]
  return a !== null && b !== null && test(a, b)
}

function lower(value: Scalar): string {
  return valueText(value).toLowerCase()
}
