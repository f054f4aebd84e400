import { lengthOf } from '../../../model/segment-comparison.ts'
import type { EventFilter, EventWindow, SequenceCondition } from '../../../model/segment-event.ts'
import type { FieldColumns } from './field-columns.ts'
import { joinConditions, unless } from './logic.ts'

export type SequenceParts = {
  /** The column with when each of these events happened; null when nothing can be one. */
  elements(filter: EventFilter, window: EventWindow | null): string | null
  /** Works something out of a person's columns, and gives the column with it. */
  derive(sql: string): string
  now: number
}

/** How an element counts among others of the same moment: a step is looked for, is forbidden, or was reached. */
const WANTED = 0
const FORBIDDEN = 1
const REACHED = 2

/**
 * The column of when an event happened, as (what must be the same, time in ms). A property with several values counts
 * with each of them. Null when the name of the property cannot be one.
 */
export function elementOf(happened: string, same: string | undefined, fields: FieldColumns): string | null {
  if (same === undefined) return `groupArrayIf((toUInt64(0), at), ${happened})`
  const field = fields.field(same)
  if (!field) return null
  return `groupArrayArrayIf(arrayMap(text -> (sipHash64(text), at), ${field.texts()}), ${happened})`
}

/**
 * That somebody did the steps, one after the other. From step to step it keeps the moments at which the steps so far
 * can have been completed, each with the latest beginning that leads there. Of the moments before an event only the latest
 * matters: what lies between is least, what may not lie between as well, and the beginning is the latest, too.
 */
export function compileSequence(condition: SequenceCondition, parts: SequenceParts): string {
  const { did, steps, absent, within, window = null } = condition
  const [first, ...others] = steps
  const start = first && parts.elements(first, window)
  if (!start) return unless(did, 'false')
  let reached = `arrayMap(x -> (x.1, x.2, x.2), ${start})`
  for (const step of others) {
    const wanted = parts.elements(step, window)
    const forbidden = (step.without ?? []).map((filter) => parts.elements(filter, null))
    if (wanted === null) return unless(did, 'false')
    const known = forbidden.filter((column) => column !== null)
    reached = nextReached({ reached, wanted, forbidden: known, within: step.within })
  }
  const inTime = within ? `arrayFilter(x -> x.2 - x.3 <= ${lengthOf(within)}, ${reached})` : reached
  const done = absent ? withoutAfter(inTime, absent, parts) : `notEmpty(${inTime})`
  return unless(did, parts.derive(done))
}

type Step = { reached: string; wanted: string; forbidden: string[]; within: SequenceCondition['within'] }

/** When the next step can have been completed. Things of the same moment do not follow each other. */
function nextReached({ reached, wanted, forbidden, within }: Step): string {
  const merged = `arraySort(arrayConcat(${[
    `arrayMap(x -> (x.1, x.2, toUInt8(${REACHED}), x.3), ${reached})`,
    `arrayMap(x -> (x.1, x.2, toUInt8(${WANTED}), x.2), ${wanted})`,
    ...forbidden.map((column) => `arrayMap(x -> (x.1, x.2, toUInt8(${FORBIDDEN}), x.2), ${column})`),
  ].join(', ')}))`
  const isBetween = joinConditions('all', [`d.3 = ${FORBIDDEN}`, 'd.1 = x.1', 'd.2 > r.2'])
  const follows = joinConditions('all', [
    `x.3 = ${WANTED}`,
    `r.3 = ${REACHED}`,
    'r.1 = x.1',
    ...(within ? [`x.2 - r.2 <= ${lengthOf(within)}`] : []),
    ...(forbidden.length > 0 ? [`not ${isBetween}`] : []),
  ])
  const beside = forbidden.length > 0 ? ', d' : ''
  const spoiled = forbidden.length > 0 ? `, arrayFill(x -> x.3 = ${FORBIDDEN}, m)` : ''
  const judged = bind(
    merged,
    `arrayMap((x, r${beside}) -> (x.1, x.2, r.4, ${follows}), m, arrayFill(x -> x.3 = ${REACHED}, m)${spoiled})`,
  )
  return `arrayMap(y -> (y.1, y.2, y.3), arrayFilter(y -> y.4, ${judged}))`
}

/**
 * An expression in which `m` stands for a value that is written, and worked out, once. Under a name in the `select` ClickHouse
 * would write it out wherever it is used, which with every step of a sequence makes several times as much.
 */
function bind(value: string, expression: string): string {
  return `arrayMap(m -> ${expression}, [${value}])[1]`
}

/** That the steps were done at some moment after which this did not happen, in the time that has passed by now. */
function withoutAfter(
  reached: string,
  absent: NonNullable<SequenceCondition['absent']>,
  { elements, now }: SequenceParts,
): string {
  const column = elements(absent, null)
  const passed = absent.within ? [`${now} - x.2 >= ${lengthOf(absent.within)}`] : []
  if (column === null) return `arrayExists(x -> ${joinConditions('all', ['1', ...passed])}, ${reached})`
  const merged =
    `arraySort(arrayConcat(arrayMap(x -> (x.1, x.2, toUInt8(${REACHED})), ${reached}), ` +
    `arrayMap(x -> (x.1, x.2, toUInt8(${WANTED})), ${column})))`
  const inTime = absent.within ? [`n.2 - x.2 <= ${lengthOf(absent.within)}`] : []
  const followed = joinConditions('all', [`n.3 = ${WANTED}`, 'n.1 = x.1', ...inTime])
  const holds = joinConditions('all', [`x.3 = ${REACHED}`, ...passed, `not ${followed}`])
  return bind(merged, `arrayExists((x, n) -> ${holds}, m, arrayReverseFill(x -> x.3 = ${WANTED}, m))`)
}
